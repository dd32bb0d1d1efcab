-- @ make
CREATE SCHEMA app;
CREATE SCHEMA IF NOT EXISTS arch AUTHORIZATION app_owner;
SET search_path TO app, public;
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE t (id serial PRIMARY KEY, k kind DEFAULT 'a', u int UNIQUE CHECK (u > 0));
CREATE TABLE public.p (id int PRIMARY KEY, t int REFERENCES t, k kind[] DEFAULT '{a}');
CREATE VIEW v AS SELECT id, k FROM t WHERE k = 'a';
CREATE INDEX ON t (k);
CREATE SEQUENCE sq;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- @ in app
SET search_path = app;
ALTER TABLE t ADD COLUMN n int DEFAULT nextval('sq'), ADD COLUMN m int DEFAULT f();
CREATE TABLE t2 (id int REFERENCES t, k kind, m int DEFAULT nextval('app.sq'::regclass));
-- @ move
ALTER TABLE app.t SET SCHEMA arch;
ALTER VIEW app.v SET SCHEMA public;
ALTER TYPE app.kind SET SCHEMA public;
-- @ value
ALTER TYPE public.kind ADD VALUE 'c';
-- @ drop moved
DROP TABLE arch.t CASCADE;
-- @ drop schema
DROP SCHEMA app CASCADE;
-- @ rename schema
CREATE SCHEMA one;
CREATE TABLE one.x (id serial, k kind DEFAULT 'a'::kind);
CREATE VIEW one.y AS SELECT id FROM one.x;
-- @ renamed
ALTER SCHEMA one RENAME TO two;
ALTER TABLE two.x ADD COLUMN z int;
-- @ inline schema
CREATE SCHEMA three CREATE TABLE ct (id int PRIMARY KEY) CREATE VIEW cv AS SELECT id FROM ct;
-- @ drop both
DROP SCHEMA two, three CASCADE;
-- @ same names in two schemas
CREATE SCHEMA s1; CREATE SCHEMA s2;
CREATE TABLE s1.t (id serial PRIMARY KEY, v text UNIQUE);
CREATE TABLE s2.t (id serial PRIMARY KEY, v text UNIQUE, r int REFERENCES s1.t);
CREATE INDEX t_v ON s1.t (v);
CREATE INDEX t_v ON s2.t (v);
-- @ drop in one
DROP INDEX s1.t_v;
ALTER TABLE s2.t DROP CONSTRAINT t_v_key, DROP CONSTRAINT t_r_fkey;
DROP TABLE s1.t;
-- @ public dropped tables in path
SET search_path TO s2;
ALTER TABLE t RENAME TO tt;
CREATE TABLE t AS SELECT * FROM tt;
RESET search_path;
