-- @ base
CREATE TABLE users (id serial PRIMARY KEY, name text);
-- @ if_not_exists
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'state') THEN
    CREATE TYPE state AS ENUM ('a', 'b');
  END IF;
END $$;
-- @ exception
DO $$ BEGIN
  CREATE TYPE state AS ENUM ('a', 'b');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
DO $$ BEGIN
  ALTER TABLE users ADD CONSTRAINT name_len CHECK (length(name) < 100);
EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'there';
END $$;
-- @ if_column
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'age') THEN
    ALTER TABLE users ADD COLUMN age int;
  END IF;
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'nothing_such') THEN
    ALTER TABLE users DROP COLUMN nothing_such;
  END IF;
END
$$;
-- @ rename_if
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'name') THEN
    ALTER TABLE users RENAME COLUMN name TO full_name;
  END IF;
END $$;
-- @ loop_array
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['red', 'green', 'blue'] LOOP
    EXECUTE format('CREATE TABLE %I (id serial PRIMARY KEY, v text)', 'c_' || t);
    EXECUTE 'CREATE INDEX idx_' || t || ' ON c_' || t || ' (v)';
    EXECUTE format('GRANT SELECT ON %I TO reader', 'c_' || t);
  END LOOP;
END $$;
-- @ loop_range
DO $$
BEGIN
  FOR i IN 1..3 LOOP
    EXECUTE format('CREATE TABLE part_%s (id int, CHECK (id %% 3 = %s))', i, i - 1);
  END LOOP;
END $$;
-- @ ddl_function
CREATE FUNCTION make_audit(tbl text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (id bigserial PRIMARY KEY, row_data jsonb)', tbl || '_audit');
END $$;
SELECT make_audit('users');
-- @ ddl_function_again
SELECT make_audit('c_red'), make_audit('c_blue');
-- @ ddl_function_dropped
SELECT make_audit('c_green');
DROP FUNCTION make_audit(text);
-- @ loop_values
DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT * FROM (VALUES ('c_red', 'a'), ('c_blue', 'b')) AS x(t, c) LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN %I text', r.t, r.c);
  END LOOP;
END $$;
-- @ catalog_loop
DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'part_%' LOOP
    EXECUTE 'DROP TABLE ' || quote_ident(r.tablename);
  END LOOP;
END $$;
-- @ constraint_lookup
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'name_len') THEN
    ALTER TABLE users DROP CONSTRAINT name_len;
  END IF;
END $$;
-- @ with_variables
DO $$
DECLARE
  tname constant text := 'dyn';
  col text := 'x';
BEGIN
  EXECUTE 'CREATE TABLE ' || quote_ident(tname) || ' (' || quote_ident(col) || ' int)';
  EXECUTE format('COMMENT ON TABLE %I IS %L', tname, 'it''s dynamic');
END $$;
-- @ role_guard
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'reader') THEN
    CREATE ROLE reader NOLOGIN;
  END IF;
END $$;
GRANT SELECT ON dyn TO reader;
-- @ procedure_call
CREATE PROCEDURE setup() LANGUAGE plpgsql AS $$ BEGIN
  CREATE TABLE from_proc (id int);
END $$;
CALL setup();
DROP PROCEDURE setup();
-- @ perform
DO $$
BEGIN
  PERFORM 1;
  CREATE TABLE IF NOT EXISTS from_do (id int);
  CREATE INDEX IF NOT EXISTS from_do_id ON from_do (id);
  EXECUTE 'ALTER TABLE from_do ADD COLUMN ' || 'x' || ' text';
END $$;
-- @ else_branch
DO $$
BEGIN
  IF to_regclass('public.from_do') IS NULL THEN
    CREATE TABLE never (id int);
  ELSE
    ALTER TABLE from_do ADD COLUMN y text;
  END IF;
END $$;
-- @ what may not be there
DO $$
BEGIN
  CREATE EXTENSION no_such_extension;
  CREATE TABLE embeddings (id int PRIMARY KEY);
  CREATE INDEX embeddings_id ON embeddings (id);
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'without embeddings';
END $$;
-- @ rows by a text that is made
DO $$
DECLARE t text := version();
BEGIN
  IF t = '' THEN EXECUTE format('DELETE FROM %I WHERE id > 1', t); END IF;
END $$;
