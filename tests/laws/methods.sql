-- @ base
CREATE SCHEMA m;
CREATE EXTENSION hstore;
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'x'; END $$;
CREATE FUNCTION to_c(internal) RETURNS internal LANGUAGE internal STRICT IMMUTABLE AS 'varchar_support';
-- @ access methods
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD bt2 TYPE INDEX HANDLER bthandler;
COMMENT ON ACCESS METHOD heap2 IS 'a heap';
-- @ tables of a method
CREATE TABLE h (id int) USING heap2;
-- @ method of a table
CREATE TABLE h2 (id int);
CREATE MATERIALIZED VIEW hv USING heap2 AS SELECT id FROM h;
-- @ method of a table changed
ALTER TABLE h2 SET ACCESS METHOD heap2;
-- @ method of a table back
ALTER TABLE h SET ACCESS METHOD heap;
-- @ method of a matview
ALTER MATERIALIZED VIEW hv SET ACCESS METHOD heap;
-- @ methods dropped
DROP ACCESS METHOD bt2;
-- @ method dropped with its tables, known: the tables of an access method are no dependency
DROP ACCESS METHOD heap2 CASCADE;
-- @ transforms
CREATE TRANSFORM FOR hstore LANGUAGE sql (FROM SQL WITH FUNCTION to_c(internal));
COMMENT ON TRANSFORM FOR hstore LANGUAGE sql IS 'none';
-- @ transform dropped
DROP TRANSFORM IF EXISTS FOR hstore LANGUAGE sql;
-- @ event triggers
CREATE EVENT TRIGGER et ON ddl_command_start EXECUTE FUNCTION on_ddl();
CREATE EVENT TRIGGER et2 ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE PROCEDURE on_ddl();
COMMENT ON EVENT TRIGGER et IS 'e';
-- @ event trigger states
ALTER EVENT TRIGGER et DISABLE;
ALTER EVENT TRIGGER et2 ENABLE ALWAYS;
-- @ event trigger states again
ALTER EVENT TRIGGER et ENABLE REPLICA;
ALTER EVENT TRIGGER et2 DISABLE;
-- @ event trigger enabled
ALTER EVENT TRIGGER et ENABLE;
-- @ event trigger renamed
ALTER EVENT TRIGGER et RENAME TO event1;
-- @ event function renamed
ALTER FUNCTION on_ddl() RENAME TO at_ddl;
-- @ event triggers dropped
DROP EVENT TRIGGER IF EXISTS event1;
-- @ event function dropped
DROP FUNCTION at_ddl() CASCADE;
-- @ language
CREATE LANGUAGE lang1 HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE TRUSTED LANGUAGE lang2 HANDLER plpgsql_call_handler;
COMMENT ON LANGUAGE lang1 IS 'l';
GRANT USAGE ON LANGUAGE lang2 TO reader;
-- @ language renamed
ALTER LANGUAGE lang1 RENAME TO language1;
ALTER LANGUAGE lang2 OWNER TO app_owner;
-- @ language used
CREATE FUNCTION f() RETURNS int LANGUAGE language1 AS 'BEGIN RETURN 1; END';
-- @ language dropped
DROP FUNCTION f();
DROP LANGUAGE language1;
DROP PROCEDURAL LANGUAGE IF EXISTS lang2;
