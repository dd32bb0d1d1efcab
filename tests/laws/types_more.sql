-- @ make
CREATE TABLE t (id serial PRIMARY KEY, price int DEFAULT 0, qty smallint NOT NULL DEFAULT 1, name varchar(50) NOT NULL DEFAULT 'none', tags text, state varchar(10) DEFAULT 'new' CHECK (state IN ('new', 'old')), at timestamp DEFAULT CURRENT_TIMESTAMP, data json, uid varchar(36), flag int DEFAULT 0, ip text, dur int, code char(5));
CREATE INDEX t_name_lower ON t (lower(name));
CREATE INDEX t_new ON t (id) WHERE state = 'new';
CREATE UNIQUE INDEX t_uid ON t (uid) WHERE uid IS NOT NULL;
CREATE INDEX t_tags ON t USING gin (to_tsvector('english', coalesce(tags, '')));
ALTER TABLE t ADD CONSTRAINT price_ok CHECK (price >= 0 AND price * qty < 1000);
CREATE TABLE s (t_id int REFERENCES t ON DELETE CASCADE, price int, total int GENERATED ALWAYS AS (price * 2) STORED);
CREATE VIEW v AS SELECT t.id, t.name, upper(t.name) AS big, s.total FROM t LEFT JOIN s ON s.t_id = t.id WHERE t.state = 'new';
CREATE FUNCTION total(t) RETURNS int LANGUAGE sql AS 'SELECT $1.qty * 2';
CREATE FUNCTION all_t() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
-- @ state to enum
CREATE TYPE st AS ENUM ('new', 'old');
DROP VIEW v;
DROP INDEX t_new;
ALTER TABLE t DROP CONSTRAINT t_state_check;
ALTER TABLE t ALTER state DROP DEFAULT;
ALTER TABLE t ALTER state TYPE st USING state::st;
ALTER TABLE t ALTER state SET DEFAULT 'new';
CREATE INDEX t_new ON t (id) WHERE state = 'new';
CREATE VIEW v AS SELECT t.id, t.name, upper(t.name) AS big, s.total FROM t LEFT JOIN s ON s.t_id = t.id WHERE t.state = 'new';
-- @ id to bigint
DROP VIEW v;
ALTER TABLE t ALTER COLUMN id TYPE bigint;
ALTER SEQUENCE t_id_seq AS bigint;
ALTER TABLE s ALTER COLUMN t_id TYPE bigint;
-- @ price to numeric
ALTER TABLE t ALTER price TYPE numeric(10,2);
ALTER TABLE s DROP COLUMN total;
ALTER TABLE s ALTER price TYPE numeric(10,2);
ALTER TABLE s ADD COLUMN total numeric GENERATED ALWAYS AS (price * 2) STORED;
-- @ name to text
ALTER TABLE t ALTER name TYPE text;
-- @ name default
ALTER TABLE t ALTER name SET DEFAULT 'some', ALTER tags SET DEFAULT '', ALTER tags SET NOT NULL;
-- @ uid to uuid
ALTER TABLE t ALTER uid TYPE uuid USING uid::uuid, ALTER uid SET DEFAULT gen_random_uuid();
-- @ tz
ALTER TABLE t ALTER at TYPE timestamptz USING at AT TIME ZONE 'UTC';
ALTER TABLE t ALTER at SET DEFAULT now();
-- @ json
ALTER TABLE t ALTER data TYPE jsonb, ALTER data SET DEFAULT '{}';
CREATE INDEX t_data ON t USING gin (data);
-- @ flag
ALTER TABLE t ALTER flag DROP DEFAULT;
ALTER TABLE t ALTER flag TYPE boolean USING (flag = 1);
ALTER TABLE t ALTER flag SET DEFAULT FALSE;
ALTER TABLE t ALTER flag SET NOT NULL;
-- @ tags to array
DROP INDEX t_tags;
ALTER TABLE t ALTER tags DROP DEFAULT;
ALTER TABLE t ALTER tags TYPE text[] USING string_to_array(tags, ',');
ALTER TABLE t ALTER tags SET DEFAULT '{}';
CREATE INDEX t_tags ON t USING gin (tags);
-- @ inet interval
ALTER TABLE t ALTER ip TYPE inet USING ip::inet;
ALTER TABLE t ALTER dur TYPE interval USING make_interval(secs => dur);
ALTER TABLE t ALTER code TYPE varchar(5);
-- @ drop columns in many places
ALTER TABLE t DROP COLUMN price CASCADE, DROP COLUMN uid, DROP COLUMN data, DROP COLUMN tags;
-- @ drop all
DROP TABLE t CASCADE;
-- @ drop enum
DROP TYPE st;
-- @ text array of enum
CREATE TYPE perm AS ENUM ('r', 'w');
CREATE TABLE acl (id int, perms text[] NOT NULL DEFAULT '{r}', one text DEFAULT 'r');
-- @ to enum array
ALTER TABLE acl ALTER perms DROP DEFAULT;
ALTER TABLE acl ALTER perms TYPE perm[] USING perms::perm[];
ALTER TABLE acl ALTER perms SET DEFAULT '{r}';
ALTER TABLE acl ALTER one DROP DEFAULT, ALTER one TYPE perm USING one::perm, ALTER one SET DEFAULT 'w'::perm;
-- @ enum array grows
ALTER TYPE perm ADD VALUE 'x';
-- @ enum shrinks
DELETE FROM acl WHERE one = 'w';
ALTER TYPE perm RENAME TO perm_old;
CREATE TYPE perm AS ENUM ('r', 'x');
ALTER TABLE acl ALTER perms DROP DEFAULT, ALTER one DROP DEFAULT;
ALTER TABLE acl ALTER perms TYPE perm[] USING perms::text[]::perm[];
ALTER TABLE acl ALTER one TYPE perm USING one::text::perm;
ALTER TABLE acl ALTER perms SET DEFAULT '{r}'::perm[], ALTER one SET DEFAULT 'r';
DROP TYPE perm_old;
-- @ int to enum
CREATE TABLE lv (level int DEFAULT 1);
CREATE TYPE lvl AS ENUM ('low', 'high');
-- @ case cast
ALTER TABLE lv ALTER level DROP DEFAULT, ALTER level TYPE lvl USING CASE level WHEN 1 THEN 'low'::lvl ELSE 'high'::lvl END, ALTER level SET DEFAULT 'low';
-- @ serial column to uuid
CREATE TABLE o (id serial PRIMARY KEY, p int REFERENCES o, UNIQUE (id, p));
-- @ to uuid
ALTER TABLE o DROP CONSTRAINT o_p_fkey;
ALTER TABLE o ALTER id DROP DEFAULT;
ALTER TABLE o ALTER id TYPE uuid USING gen_random_uuid();
ALTER TABLE o ALTER p TYPE uuid USING NULL;
DROP SEQUENCE o_id_seq;
ALTER TABLE o ALTER id SET DEFAULT gen_random_uuid();
ALTER TABLE o ADD FOREIGN KEY (p) REFERENCES o;
-- @ replaced key
CREATE TABLE pk (id serial PRIMARY KEY, name text);
CREATE TABLE fk (pk_id int NOT NULL REFERENCES pk, x int, PRIMARY KEY (pk_id, x));
-- @ new key
ALTER TABLE pk ADD COLUMN new_id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE fk ADD COLUMN new_id uuid;
ALTER TABLE fk DROP CONSTRAINT fk_pkey;
ALTER TABLE fk DROP COLUMN pk_id;
ALTER TABLE pk DROP CONSTRAINT pk_pkey;
ALTER TABLE pk DROP COLUMN id;
ALTER TABLE pk RENAME COLUMN new_id TO id;
ALTER TABLE fk RENAME COLUMN new_id TO pk_id;
ALTER TABLE pk ADD PRIMARY KEY (id);
ALTER TABLE fk ADD CONSTRAINT fk_pk FOREIGN KEY (pk_id) REFERENCES pk (id);
ALTER TABLE fk ADD PRIMARY KEY (pk_id, x);
