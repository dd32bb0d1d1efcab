-- @ make
CREATE TABLE users (id serial PRIMARY KEY, email varchar(100) NOT NULL UNIQUE, name text, CHECK (name <> ''));
CREATE INDEX ON users (name);
CREATE TABLE posts (id bigserial PRIMARY KEY, user_id int NOT NULL REFERENCES users, title text, body text);
CREATE VIEW pv AS SELECT p.*, u.email FROM posts p JOIN users u ON u.id = p.user_id;
-- @ rename all
ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME COLUMN email TO mail;
ALTER TABLE posts RENAME user_id TO author;
-- @ drop renamed cascade
DROP TABLE people CASCADE;
-- @ drop posts
DROP TABLE posts CASCADE;
-- @ swap
CREATE TABLE a (id int PRIMARY KEY, v text);
CREATE TABLE b (id int PRIMARY KEY, w int);
CREATE INDEX a_v ON a (v);
-- @ swapped
ALTER TABLE a RENAME TO tmp;
ALTER TABLE b RENAME TO a;
ALTER TABLE tmp RENAME TO b;
-- @ shift
ALTER TABLE b RENAME TO c;
ALTER TABLE a RENAME TO b;
CREATE TABLE a (id int, z date);
-- @ rebuilt
CREATE TABLE c_new (id bigint PRIMARY KEY, v text NOT NULL DEFAULT '');
INSERT INTO c_new SELECT id, v FROM c;
DROP TABLE c;
ALTER TABLE c_new RENAME TO c;
-- @ drop and create
DROP TABLE a;
CREATE TABLE a (id bigint PRIMARY KEY, q text);
-- @ create table as
CREATE TABLE d AS SELECT id, q AS r, 1 AS one FROM a;
SELECT id, q INTO f FROM a;
-- @ drop as
DROP TABLE d;
DROP TABLE f;
-- @ like
CREATE TABLE l (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int NOT NULL DEFAULT 3 CHECK (a > 0), b text COLLATE "C", c int GENERATED ALWAYS AS (a * 2) STORED, UNIQUE (a, b));
CREATE INDEX ON l (b) WHERE a > 1;
CREATE INDEX ON l (lower(b));
COMMENT ON COLUMN l.a IS 'a';
ALTER TABLE l ALTER b SET STORAGE EXTERNAL, ALTER b SET STATISTICS 300;
-- @ likes
CREATE TABLE l1 (LIKE l INCLUDING ALL);
CREATE TABLE l2 (LIKE l);
CREATE TABLE l3 (x int, LIKE l INCLUDING DEFAULTS INCLUDING CONSTRAINTS, y int);
CREATE TABLE l4 (LIKE l INCLUDING ALL EXCLUDING INDEXES EXCLUDING IDENTITY);
-- @ drop likes
DROP TABLE l1, l2;
DROP TABLE l3;
DROP TABLE l4;
-- @ statistics
CREATE STATISTICS ls ON a, b FROM l;
-- @ drop like source
DROP TABLE l;
-- @ inherits
CREATE TABLE par (id int PRIMARY KEY, n text NOT NULL DEFAULT 'x', CHECK (id > 0));
CREATE TABLE kid (extra int) INHERITS (par);
CREATE TABLE kid2 (id int NOT NULL, n text NOT NULL, CONSTRAINT par_id_check CHECK (id > 0));
-- @ inherit
ALTER TABLE kid2 INHERIT par;
-- @ alter parent
ALTER TABLE par ADD COLUMN m int NOT NULL DEFAULT 0, ALTER n TYPE varchar(10), ADD CONSTRAINT par_m CHECK (m >= 0);
-- @ no inherit, known: columns that became the table's own cannot be given back to the parent
ALTER TABLE kid NO INHERIT par;
-- @ drop parent column
ALTER TABLE par DROP COLUMN m;
ALTER TABLE par RENAME COLUMN n TO nn;
-- @ drop parent, known: columns of a table that was attached later are its own
DROP TABLE par CASCADE;
-- @ params
CREATE TABLE s (id int PRIMARY KEY, t text) WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE UNLOGGED TABLE s2 (id int UNIQUE);
CREATE INDEX s_i ON s (t) WITH (fillfactor = 60);
-- @ alter params
ALTER TABLE s SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.1), RESET (autovacuum_enabled);
ALTER TABLE s2 SET LOGGED;
ALTER TABLE s SET UNLOGGED;
ALTER INDEX s_i SET (fillfactor = 80);
ALTER TABLE s ALTER t SET STATISTICS 500, ALTER t SET STORAGE MAIN, ALTER t SET (n_distinct = 50);
ALTER TABLE s REPLICA IDENTITY FULL;
ALTER TABLE s CLUSTER ON s_pkey;
-- @ alter params more
ALTER TABLE s REPLICA IDENTITY USING INDEX s_pkey;
ALTER TABLE s SET WITHOUT CLUSTER;
ALTER TABLE s ALTER t RESET (n_distinct), ALTER t SET COMPRESSION pglz, ALTER t SET STATISTICS -1;
ALTER INDEX s_i RESET (fillfactor);
ALTER INDEX s_i RENAME TO s_j;
-- @ drop with params
DROP TABLE s, s2;
-- @ several
CREATE TABLE m (id int, a int, b text);
ALTER TABLE m ADD COLUMN c int, DROP COLUMN a, ALTER b SET NOT NULL, ALTER b SET DEFAULT 'q', ADD PRIMARY KEY (id);
ALTER TABLE IF EXISTS nothere ADD COLUMN x int;
ALTER TABLE m ADD COLUMN IF NOT EXISTS c int;
ALTER TABLE m DROP COLUMN IF EXISTS nothing;
CREATE TABLE IF NOT EXISTS m (other int);
DROP TABLE IF EXISTS nothere;
-- @ several more
ALTER TABLE m ALTER b DROP NOT NULL, ALTER b DROP DEFAULT, ALTER b TYPE varchar(30), ADD CONSTRAINT mu UNIQUE (b), ADD COLUMN d timestamptz NOT NULL DEFAULT now();
-- @ add same name
ALTER TABLE m DROP COLUMN c, DROP COLUMN d;
ALTER TABLE m ADD COLUMN c text NOT NULL DEFAULT 'z', ADD COLUMN d date;
-- @ rename and add old name
ALTER TABLE m RENAME COLUMN c TO c_old;
ALTER TABLE m ADD COLUMN c bigint;
-- @ column swap
ALTER TABLE m RENAME COLUMN c TO tmp;
ALTER TABLE m RENAME COLUMN c_old TO c;
ALTER TABLE m RENAME COLUMN tmp TO c_old;
