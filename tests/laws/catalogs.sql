-- @ base
CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('new', 'done');
CREATE TABLE app.jobs (id serial PRIMARY KEY, state app.state NOT NULL DEFAULT 'new', note varchar(20), owner_id int);
CREATE TABLE app.runs (id int CONSTRAINT runs_id PRIMARY KEY, job_id int REFERENCES app.jobs, length int);
CREATE INDEX qm_note ON app.jobs (note);
CREATE INDEX qm_owner ON app.jobs (owner_id);
CREATE INDEX jobs_state ON app.jobs (state);
CREATE VIEW app.open_jobs AS SELECT id, note FROM app.jobs WHERE state = 'new';
CREATE FUNCTION app.f(a int) RETURNS int LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION app.f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT a';
-- @ else runs
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns
             WHERE table_schema = 'app' AND table_name = 'jobs' AND column_name = 'label') THEN
    ALTER TABLE app.jobs DROP COLUMN note CASCADE;
  ELSE
    ALTER TABLE app.jobs ADD COLUMN label text;
  END IF;
END $$;
-- @ elsif runs
DO $$
BEGIN
  IF to_regclass('app.nothing') IS NOT NULL THEN
    DROP TABLE app.runs;
  ELSIF (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'app' AND c.relkind = 'r') = 2 THEN
    ALTER TABLE app.runs ADD COLUMN weight int NOT NULL DEFAULT 1;
  END IF;
END $$;
-- @ returns early
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_tables WHERE schemaname = 'app' AND tablename = 'jobs') THEN
    RETURN;
  END IF;
  DROP TABLE app.runs;
END $$;
-- @ drops indexes by pattern
DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT schemaname || '.' || quote_ident(indexname) AS name FROM pg_indexes WHERE schemaname = 'app' AND indexname LIKE 'qm\_%' LOOP
    EXECUTE 'DROP INDEX ' || r.name;
  END LOOP;
END $$;
-- @ drops overloads
DO $$
DECLARE it record;
BEGIN
  FOR it IN SELECT p.oid::regprocedure AS signature FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE p.proname = 'f' AND n.nspname = 'app' LOOP
    EXECUTE format('DROP FUNCTION %s', it.signature);
  END LOOP;
END $$;
-- @ renames a constraint that it finds
DO $$
DECLARE found_name text;
BEGIN
  SELECT conname INTO found_name FROM pg_constraint WHERE conrelid = 'app.runs'::regclass AND contype = 'p';
  IF found_name = 'runs_id' THEN
    EXECUTE format('ALTER TABLE app.runs RENAME CONSTRAINT %I TO runs_key', found_name);
  END IF;
END $$;
-- @ a cursor
DO $$
DECLARE
  wanted CURSOR FOR SELECT t.table_schema AS s, t.table_name AS t FROM information_schema.tables t
    WHERE t.table_schema = 'app' AND t.table_type = 'BASE TABLE'
      AND NOT EXISTS (SELECT 1 FROM information_schema.columns c
                      WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = 'done_at');
BEGIN
  FOR one IN wanted LOOP
    EXECUTE 'ALTER TABLE ' || one.s || '.' || one.t || ' ADD COLUMN done_at timestamptz';
  END LOOP;
END $$;
-- @ by count
DO $$
BEGIN
  IF (SELECT count(*) = 2 FROM pg_indexes WHERE indexname IN ('jobs_state', 'jobs_pkey') AND schemaname = 'app') THEN
    ALTER INDEX app.jobs_state RENAME TO jobs_by_state;
  END IF;
END $$;
-- @ found
DO $$
BEGIN
  PERFORM 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = 'state' AND e.enumlabel = 'failed';
  IF NOT FOUND THEN
    ALTER TABLE app.jobs ADD COLUMN failed boolean;
  END IF;
END $$;
-- @ a list from the catalogs
DO $$
DECLARE names text[]; one text;
BEGIN
  SELECT array_agg(column_name) INTO names FROM information_schema.columns
    WHERE table_schema = 'app' AND table_name = 'runs' AND data_type = 'integer' AND is_nullable = 'YES';
  FOREACH one IN ARRAY names LOOP
    EXECUTE format('ALTER TABLE app.runs ALTER COLUMN %I TYPE bigint', one);
  END LOOP;
END $$;
-- @ a function that asks
CREATE FUNCTION app.without_views() RETURNS void LANGUAGE plpgsql AS $$
DECLARE v text;
BEGIN
  FOR v IN SELECT viewname FROM pg_views WHERE schemaname = 'app' LOOP
    EXECUTE 'DROP VIEW app.' || quote_ident(v);
  END LOOP;
END $$;
SELECT app.without_views();
-- @ nothing to go over
DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT foreign_table_name AS name FROM information_schema.foreign_tables WHERE foreign_table_schema = 'shard' LOOP
    EXECUTE 'DROP FOREIGN TABLE shard.' || r.name;
  END LOOP;
END $$;
