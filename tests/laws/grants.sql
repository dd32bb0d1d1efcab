-- @ base
CREATE SCHEMA app;
CREATE TABLE app.t (id serial PRIMARY KEY, a int, b text);
CREATE TABLE u (id int, c text);
CREATE SEQUENCE s;
CREATE TYPE e AS ENUM ('x');
CREATE FUNCTION f(i int) RETURNS int LANGUAGE sql AS 'SELECT i';
-- @ schema_grants
GRANT USAGE ON SCHEMA app TO reader, writer;
GRANT CREATE ON SCHEMA app TO writer WITH GRANT OPTION;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
-- @ table_grants
GRANT SELECT ON app.t TO reader;
GRANT ALL ON TABLE app.t TO writer;
GRANT SELECT (c), UPDATE (id, c) ON u TO reader;
GRANT ALL PRIVILEGES ON u TO writer WITH GRANT OPTION;
-- @ revoke_some
REVOKE DELETE, TRUNCATE ON app.t FROM writer;
REVOKE UPDATE (c) ON u FROM reader;
REVOKE GRANT OPTION FOR SELECT ON u FROM writer;
-- @ sequences
GRANT USAGE, SELECT ON SEQUENCE s TO reader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA app TO writer;
GRANT SELECT ON ALL TABLES IN SCHEMA public, app TO reader;
-- @ functions
REVOKE ALL ON FUNCTION f(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f(int) TO reader;
-- @ functions_all
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO writer;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM reader;
-- @ types
GRANT USAGE ON TYPE e TO reader;
REVOKE ALL ON TYPE e FROM PUBLIC;
-- @ defaults
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT USAGE, SELECT ON SEQUENCES TO writer;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner GRANT ALL ON TABLES TO writer;
-- @ under_defaults
CREATE TABLE app.under (id serial, x int);
CREATE FUNCTION app.g() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- @ drop_under_defaults
DROP TABLE app.under;
DROP FUNCTION app.g();
-- @ defaults_revoked
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM reader;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
-- @ drop_granted, known: grantees of a table made anew come in another order
DROP TABLE u;
-- @ drop_recreate_granted
DROP TABLE app.t;
CREATE TABLE app.t (id bigserial PRIMARY KEY, a int);
GRANT INSERT ON app.t TO writer;
-- @ drop_function_granted
DROP FUNCTION f(int);
-- @ view_grants
CREATE VIEW v AS SELECT * FROM app.t;
GRANT SELECT ON v TO reader;
-- @ view_recreate
DROP VIEW v;
CREATE VIEW v AS SELECT id FROM app.t;
-- @ column_grant_then_drop
GRANT SELECT (a) ON app.t TO PUBLIC;
-- @ column_dropped
DROP VIEW v;
ALTER TABLE app.t DROP COLUMN a;
-- @ revoke_all
REVOKE ALL ON ALL TABLES IN SCHEMA app FROM writer;
REVOKE ALL ON SCHEMA app FROM writer CASCADE;
-- @ owner
ALTER TABLE app.t OWNER TO app_owner;
ALTER SCHEMA app OWNER TO app_owner;
ALTER SEQUENCE s OWNER TO app_owner;
ALTER TYPE e OWNER TO app_owner;
-- @ owner_more
CREATE FUNCTION h() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION h() OWNER TO app_owner;
CREATE VIEW ov AS SELECT 1 AS x;
ALTER VIEW ov OWNER TO app_owner;
CREATE SCHEMA AUTHORIZATION reader;
CREATE SCHEMA IF NOT EXISTS owned AUTHORIZATION app_owner;
-- @ owned_dropped
DROP FUNCTION h();
DROP VIEW ov;
DROP SCHEMA owned;
DROP TABLE app.t;
-- @ grants_in_do
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['reader', 'writer'] LOOP
    EXECUTE format('GRANT USAGE ON SEQUENCE s TO %I', r);
  END LOOP;
END $$;
-- @ grants_if_role
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'reader') THEN
    GRANT USAGE ON TYPE e TO reader;
    GRANT SELECT ON SEQUENCE s TO reader;
  END IF;
END $$;
-- @ database
COMMENT ON SCHEMA app IS 'the app';
COMMENT ON SCHEMA public IS NULL;
COMMENT ON SEQUENCE s IS 'seq';
COMMENT ON TYPE e IS 'enum';
-- @ given to the owner
CREATE TABLE given (a int);
CREATE TABLE handed (a int);
GRANT ALL ON handed TO postgres, reader;
-- @ with grant option
GRANT SELECT ON given TO postgres WITH GRANT OPTION;
GRANT SELECT ON given TO reader;
-- @ handed over
ALTER TABLE handed OWNER TO app_owner;
-- @ and to the old owner
GRANT ALL ON handed TO postgres WITH GRANT OPTION;
