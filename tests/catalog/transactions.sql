-- Transactions on the schema of everything.sql, one a line, their steps with `;; ` between: after each the snapshot must be what is there.
CREATE TABLE app.fresh (id serial PRIMARY KEY, other integer REFERENCES app.items, note text CHECK (note <> ''));; ALTER TABLE app.fresh ADD COLUMN more text DEFAULT 'x';; DROP TABLE app.fresh
DO $$ BEGIN BEGIN ALTER TABLE app.users ADD COLUMN lost integer; RAISE EXCEPTION 'back'; EXCEPTION WHEN OTHERS THEN ALTER TABLE app.users ADD COLUMN kept integer; END; END $$;; ALTER TABLE app.users DROP COLUMN kept
DO $$ BEGIN BEGIN DROP VIEW app.grouped; RAISE EXCEPTION 'back'; EXCEPTION WHEN OTHERS THEN NULL; END; END $$;; DROP VIEW app.grouped
SAVEPOINT a; CREATE TABLE app.one (a integer); RELEASE a;; SAVEPOINT a; ALTER TABLE app.one ADD b text; ROLLBACK TO a;; SAVEPOINT a; CREATE INDEX on_one ON app.one (a); SAVEPOINT b; DROP INDEX app.on_one; ROLLBACK TO b
ALTER TABLE app.users RENAME TO persons;; ALTER TABLE app.persons RENAME COLUMN n TO number;; ALTER TABLE app.persons RENAME TO users;; ALTER TABLE app.users RENAME COLUMN number TO n
DROP INDEX app.tags_gin;; DROP TRIGGER touch ON app.users;; DROP POLICY mine ON app.users;; DROP RULE no_delete ON app.cache;; DROP STATISTICS app.expr_stats;; ALTER TABLE app.users DROP CONSTRAINT positive
DROP TABLE app.users CASCADE;; DROP SCHEMA app CASCADE
DROP FUNCTION app.modern(integer) CASCADE;; DROP AGGREGATE app.total(integer);; CREATE FUNCTION app.late() RETURNS integer LANGUAGE sql RETURN 1;; DROP FUNCTION app.late()
COMMENT ON TABLE app.users IS NULL;; COMMENT ON COLUMN app.users.n IS 'n';; COMMENT ON COLUMN app.users.n IS NULL;; COMMENT ON INDEX app.users_n IS 'by n';; DROP INDEX app.users_n
GRANT UPDATE (n) ON app.users TO reader;; ALTER TABLE app.users DROP COLUMN n CASCADE;; GRANT SELECT ON app.nothing TO reader;; DROP TABLE app.nothing CASCADE
GRANT EXECUTE ON FUNCTION app.add(text) TO writer;; REVOKE ALL ON FUNCTION app.add(text) FROM writer;; GRANT USAGE ON SEQUENCE app.numbers_seq TO reader;; REVOKE ALL ON SEQUENCE app.numbers_seq FROM reader
ALTER TABLE app.cache OWNER TO app_owner;; ALTER TABLE app.cache OWNER TO postgres;; ALTER FUNCTION app.add(text) OWNER TO app_owner;; DROP FUNCTION app.add(text) CASCADE
SET ROLE app_owner; SET ROLE NONE;; ALTER SCHEMA app OWNER TO app_owner;; SET ROLE app_owner; CREATE TABLE app.theirs (a integer); CREATE FUNCTION app.theirs() RETURNS integer LANGUAGE sql AS 'SELECT 1'; RESET ROLE;; ALTER TABLE app.theirs OWNER TO postgres
CREATE TABLE app.owner_of (a integer); ALTER SEQUENCE app.numbers_seq OWNED BY app.owner_of.a;; ALTER SEQUENCE app.numbers_seq OWNED BY NONE;; DROP TABLE app.owner_of
CREATE SEQUENCE app.lone;; ALTER SEQUENCE app.lone RENAME TO single;; ALTER SEQUENCE app.single INCREMENT 3;; DROP SEQUENCE app.single
CREATE TABLE app.no_columns ();; CREATE TABLE app.heir (a integer) INHERITS (app.no_columns);; ALTER TABLE app.heir NO INHERIT app.no_columns;; ALTER TABLE app.heir INHERIT app.no_columns;; DROP TABLE app.no_columns CASCADE
CREATE TABLE app.events_2031 PARTITION OF app.events FOR VALUES FROM ('2031-01-01') TO ('2032-01-01');; ALTER TABLE app.events DETACH PARTITION app.events_2031;; ALTER TABLE app.events_2031 ADD COLUMN own integer;; DROP TABLE app.events_2020
ALTER TABLE app.animals ADD COLUMN wild boolean NOT NULL DEFAULT true;; ALTER TABLE app.animals ALTER COLUMN wild DROP DEFAULT;; ALTER TABLE app.animals DROP COLUMN wild
ALTER EXTENSION hstore DROP FUNCTION app.akeys(app.hstore);; ALTER EXTENSION hstore ADD FUNCTION app.akeys(app.hstore);; DROP EXTENSION hstore CASCADE
CREATE SCHEMA extra;; CREATE TYPE extra.kind AS ENUM ('a');; CREATE TABLE extra.t (k extra.kind);; ALTER TYPE extra.kind RENAME VALUE 'a' TO 'b';; ALTER SCHEMA extra RENAME TO more;; DROP SCHEMA more CASCADE
CREATE DOMAIN app.short AS text CHECK (length(VALUE) < 9);; ALTER DOMAIN app.short ADD CONSTRAINT not_empty CHECK (VALUE <> '');; ALTER DOMAIN app.short DROP CONSTRAINT not_empty
CREATE TYPE app.trio AS (a integer);; ALTER TYPE app.trio ADD ATTRIBUTE b text;; ALTER TYPE app.trio DROP ATTRIBUTE a;; DROP TYPE app.trio
CREATE TEMP TABLE passing (a integer PRIMARY KEY);; CREATE TABLE app.stays (a integer);; DROP TABLE passing
ALTER ROLE reader RENAME TO the_reader;; ALTER ROLE the_reader RENAME TO reader
CREATE TABLE app.broken (a nothing_of_the_kind) /* fails */;; CREATE TABLE app.whole (a integer);; DROP TABLE app.gone /* fails */;; ALTER TABLE app.whole ADD b integer
CREATE VIEW app.over AS SELECT u.id, u.n, i.other FROM app.users u JOIN app.items i USING (id);; ALTER TABLE app.items ADD COLUMN n integer;; ALTER VIEW app.over RENAME COLUMN other TO another;; CREATE OR REPLACE VIEW app.over AS SELECT u.id, u.n, i.other AS another, 1 AS one FROM app.users u JOIN app.items i USING (id);; DROP VIEW app.over
CREATE PUBLICATION late FOR TABLE app.items;; ALTER PUBLICATION late DROP TABLE app.items;; DROP PUBLICATION late
CREATE TABLE app.keys (a integer);; ALTER TABLE app.keys ADD PRIMARY KEY (a);; ALTER TABLE app.keys CLUSTER ON keys_pkey;; CREATE UNIQUE INDEX again ON app.keys (a);; ALTER TABLE app.keys ADD UNIQUE USING INDEX again;; ALTER TABLE app.keys REPLICA IDENTITY USING INDEX again;; ALTER TABLE app.keys SET (fillfactor = 70, toast.autovacuum_enabled = false);; ALTER TABLE app.keys DROP CONSTRAINT keys_pkey
