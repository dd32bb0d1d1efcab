-- @ base
CREATE TABLE items (id serial PRIMARY KEY, name text, price int, meta jsonb DEFAULT '{}');
-- @ overloads
CREATE FUNCTION fmt(a int) RETURNS text LANGUAGE sql AS 'SELECT a::text';
CREATE FUNCTION fmt(a text) RETURNS text LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION fmt(a int, b int DEFAULT 3) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN a + b; END $$;
COMMENT ON FUNCTION fmt(int, int) IS 'two';
-- @ drop_one
DROP FUNCTION fmt(int);
-- @ replace
CREATE OR REPLACE FUNCTION fmt(a text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(a)';
-- @ change_default
CREATE OR REPLACE FUNCTION fmt(a int, b int DEFAULT 4) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN a - b; END $$;
-- @ add_default
CREATE OR REPLACE FUNCTION fmt(a text DEFAULT 'z') RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(a)';
-- @ out_params
CREATE FUNCTION pair(IN i int, OUT a int, OUT b text) AS $$ SELECT i, 'x' $$ LANGUAGE sql;
CREATE FUNCTION rows_of(n int) RETURNS TABLE (id int, nm text) LANGUAGE sql STABLE AS $$ SELECT id, name FROM items LIMIT n $$;
CREATE FUNCTION vari(VARIADIC xs int[]) RETURNS int LANGUAGE sql AS $$ SELECT count(*)::int FROM unnest(xs) $$;
CREATE FUNCTION setof_items() RETURNS SETOF items LANGUAGE sql AS $$ SELECT * FROM items $$;
-- @ change_return_type
DROP FUNCTION rows_of(int);
CREATE FUNCTION rows_of(n int) RETURNS TABLE (id int, nm text, price int) LANGUAGE sql STABLE AS $$ SELECT id, name, price FROM items LIMIT n $$;
-- @ change_out
DROP FUNCTION pair;
CREATE FUNCTION pair(IN i int, OUT a int, OUT b text, OUT c text) AS $$ SELECT i, 'x', 'y' $$ LANGUAGE sql;
-- @ drop_table_with_functions
DROP FUNCTION setof_items();
DROP FUNCTION rows_of;
-- @ atomic
CREATE FUNCTION cheap(p int) RETURNS SETOF items LANGUAGE sql BEGIN ATOMIC SELECT id, name, price, meta FROM items WHERE price < p; END;
CREATE FUNCTION add1(a int) RETURNS int LANGUAGE sql RETURN a + 1;
-- @ atomic_renamed_column
ALTER TABLE items RENAME COLUMN price TO cost;
-- @ drop_atomic
DROP FUNCTION cheap(int);
-- @ alter_function
ALTER FUNCTION add1(int) IMMUTABLE STRICT PARALLEL SAFE COST 10;
ALTER FUNCTION fmt(text) SECURITY DEFINER SET search_path = public, pg_temp;
-- @ alter_function_back
ALTER FUNCTION fmt(text) SECURITY INVOKER RESET search_path;
ALTER FUNCTION add1(int) VOLATILE CALLED ON NULL INPUT;
-- @ alter_set_reset_all
ALTER FUNCTION add1(int) SET work_mem TO '8MB';
ALTER FUNCTION add1(int) SET statement_timeout = '3s';
-- @ alter_reset
ALTER FUNCTION add1(int) RESET ALL;
-- @ rename_function
ALTER FUNCTION fmt(text) RENAME TO fmt_text;
-- @ move_function
CREATE SCHEMA util;
ALTER FUNCTION fmt_text(text) SET SCHEMA util;
-- @ used_in_default
CREATE FUNCTION gen_code() RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT 'c' || floor(random()*100)::text $$;
CREATE FUNCTION is_ok(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(t) > 0 $$;
CREATE FUNCTION norm(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(t) $$;
ALTER TABLE items ADD COLUMN code text DEFAULT gen_code(), ADD CONSTRAINT name_ok CHECK (is_ok(name));
ALTER TABLE items ADD COLUMN normed text GENERATED ALWAYS AS (norm(name)) STORED;
CREATE INDEX items_norm ON items (norm(name));
-- @ replace_used
CREATE OR REPLACE FUNCTION norm(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(trim(t)) $$;
-- @ rename_used
ALTER FUNCTION norm(text) RENAME TO normalize_it;
ALTER FUNCTION is_ok(text) SET SCHEMA util;
-- @ drop_used_cascade
DROP FUNCTION normalize_it(text) CASCADE;
-- @ drop_used_cascade2
DROP FUNCTION util.is_ok(text), gen_code() CASCADE;
-- @ procedures
CREATE PROCEDURE bump(IN amount int DEFAULT 1, INOUT done int DEFAULT 0) LANGUAGE plpgsql AS $$ BEGIN UPDATE items SET cost = cost + amount; done := 1; END $$;
CREATE OR REPLACE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON PROCEDURE bump(int, int) TO writer;
-- @ procedures_drop
DROP PROCEDURE bump;
DROP PROCEDURE nothing();
-- @ routines_drop
DROP ROUTINE add1(int);
-- @ aggregates
CREATE FUNCTION acc(s int, v int) RETURNS int LANGUAGE sql AS 'SELECT coalesce(s,0) + coalesce(v,0)';
CREATE AGGREGATE my_sum(int) (SFUNC = acc, STYPE = int, INITCOND = '0');
CREATE AGGREGATE every_one(anycompatible) (SFUNC = array_append, STYPE = anycompatiblearray, INITCOND = '{}');
COMMENT ON AGGREGATE my_sum(int) IS 'sums';
CREATE VIEW sums AS SELECT my_sum(cost) AS s FROM items;
-- @ aggregate_rename
ALTER AGGREGATE my_sum(int) RENAME TO our_sum;
-- @ aggregate_drop
DROP AGGREGATE our_sum(int) CASCADE;
DROP FUNCTION acc(int, int);
-- @ argument_names
CREATE FUNCTION argn(a int, b text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
-- @ argument_names_changed
DROP FUNCTION argn(int, text);
CREATE FUNCTION argn(x int, y text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
-- @ argument_types_changed
DROP FUNCTION argn(int, text);
CREATE FUNCTION argn(x bigint, y varchar(20)) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
-- @ with_type
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TYPE pt AS (x int, y int);
CREATE DOMAIN posint AS int CHECK (VALUE > 0);
CREATE FUNCTION with_types(m mood, p pt, d posint, ms mood[]) RETURNS mood LANGUAGE plpgsql AS $$ BEGIN RETURN m; END $$;
-- @ with_type_dropped
DROP FUNCTION with_types;
DROP TYPE mood; DROP TYPE pt; DROP DOMAIN posint;
-- @ nested_sql_functions
CREATE FUNCTION inner_f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION outer_f() RETURNS int LANGUAGE sql AS 'SELECT inner_f() + 1';
-- @ nested_dropped
DROP FUNCTION inner_f(), outer_f();
-- @ new_table_and_function
CREATE TABLE logs (id bigint GENERATED ALWAYS AS IDENTITY, msg text);
CREATE FUNCTION log_count() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM logs $$;
CREATE FUNCTION new_log(m text) RETURNS logs LANGUAGE sql AS $$ INSERT INTO logs (msg) VALUES (m) RETURNING * $$;
-- @ drop_log
DROP FUNCTION log_count(); DROP FUNCTION new_log(text);
DROP TABLE logs;
-- @ ext_security
CREATE FUNCTION sec() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $fn$ begin return 1; end $fn$;
REVOKE ALL ON FUNCTION sec() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec() TO reader, writer;
-- @ sec_replace
CREATE OR REPLACE FUNCTION sec() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $fn$ begin return 2; end $fn$;
-- @ sec_drop
DROP FUNCTION sec();
-- @ copied types
CREATE TABLE dimension (id int, name text);
CREATE VIEW dimension_source AS SELECT id, name FROM dimension;
CREATE VIEW dimension_target AS SELECT id, name FROM dimension;
CREATE FUNCTION upsert_dimension() RETURNS void LANGUAGE plpgsql AS $$
DECLARE src dimension_source%rowtype; target dimension_target%rowtype; label dimension.name%type;
BEGIN SELECT * INTO src FROM dimension_source; END $$;
-- @ copied types made anew
DROP FUNCTION upsert_dimension();
DROP VIEW dimension_source;
DROP VIEW dimension_target;
ALTER TABLE dimension ADD COLUMN kind text;
CREATE VIEW dimension_source AS SELECT id, kind FROM dimension;
CREATE VIEW dimension_target AS SELECT id, kind FROM dimension;
CREATE FUNCTION upsert_dimension() RETURNS void LANGUAGE plpgsql AS $$
DECLARE src dimension_source%rowtype; target dimension_target%rowtype;
BEGIN SELECT * INTO src FROM dimension_source; END $$;
