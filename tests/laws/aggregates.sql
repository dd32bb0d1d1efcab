-- @ base
CREATE SCHEMA a;
CREATE FUNCTION plus(s int, n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT coalesce(s, 0) + n';
CREATE FUNCTION fin(s int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT s::text';
-- @ create
CREATE AGGREGATE total (int) (SFUNC = plus, STYPE = int, FINALFUNC = fin, INITCOND = '0');
CREATE AGGREGATE a.any_first (anycompatible) (SFUNC = array_append, STYPE = anycompatiblearray, INITCOND = '{}');
CREATE AGGREGATE all_rows (*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE old_style (BASETYPE = int, SFUNC = plus, STYPE = int);
CREATE AGGREGATE pct (float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
COMMENT ON AGGREGATE total (int) IS 'sum';
COMMENT ON AGGREGATE all_rows (*) IS 'count';
GRANT EXECUTE ON FUNCTION total(int) TO reader;
-- @ replace
CREATE OR REPLACE AGGREGATE total (int) (SFUNC = plus, STYPE = int, FINALFUNC = fin, INITCOND = '10');
-- @ rename
ALTER AGGREGATE total (int) RENAME TO sum_of;
ALTER AGGREGATE all_rows (*) RENAME TO rows_of;
-- @ move
ALTER AGGREGATE sum_of (int) SET SCHEMA a;
-- @ owner
ALTER AGGREGATE rows_of (*) OWNER TO app_owner;
ALTER AGGREGATE pct (float8 ORDER BY anyelement) OWNER TO app_owner;
-- @ used
CREATE TABLE t (i int);
CREATE VIEW v AS SELECT a.sum_of(i) AS s, old_style(i) AS o FROM t;
-- @ drop used
DROP AGGREGATE old_style (int) CASCADE;
-- @ drop
DROP AGGREGATE a.sum_of (int);
DROP AGGREGATE IF EXISTS rows_of (*), pct (float8 ORDER BY anyelement);
DROP AGGREGATE a.any_first (anycompatible);
-- @ procedures
CREATE PROCEDURE proc(a int, INOUT b text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN b := a::text; END $$;
COMMENT ON PROCEDURE proc(int, text) IS 'p';
-- @ procedure altered
ALTER PROCEDURE proc(int, text) SECURITY DEFINER SET search_path = a;
-- @ procedure renamed
ALTER PROCEDURE proc(int, text) RENAME TO procedure2;
ALTER ROUTINE procedure2(int, text) SET SCHEMA a;
-- @ procedure replaced
CREATE OR REPLACE PROCEDURE a.procedure2(a int, INOUT b text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN b := 'y'; END $$;
-- @ procedure dropped
DROP PROCEDURE a.procedure2;
-- @ function options
CREATE FUNCTION f(i int) RETURNS int LANGUAGE sql AS 'SELECT i';
ALTER FUNCTION f(int) LEAKPROOF COST 5;
-- @ function support
ALTER FUNCTION f(int) COST 5 PARALLEL RESTRICTED;
ALTER FUNCTION f RESET ALL;
-- @ function depends
CREATE EXTENSION hstore;
ALTER FUNCTION f(int) DEPENDS ON EXTENSION hstore;
-- @ function depends no more
ALTER FUNCTION f(int) NO DEPENDS ON EXTENSION hstore;
-- @ function dropped
DROP ROUTINE f(int);
-- @ ranges
CREATE TYPE fr AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = fmr);
CREATE TYPE fr2 AS RANGE (SUBTYPE = float8);
CREATE TABLE r (a fr, b fmr, c fr2, d fr2_multirange);
COMMENT ON TYPE fr IS 'range';
GRANT USAGE ON TYPE fr TO reader;
-- @ range renamed, known: the multirange that comes with a range is no object of the model
ALTER TYPE fr RENAME TO float_range;
ALTER TYPE fmr RENAME TO float_multirange;
-- @ range moved
ALTER TYPE float_range SET SCHEMA a;
-- @ range owner
ALTER TYPE a.float_range OWNER TO app_owner;
-- @ range table dropped, known: the multirange that comes with a range is no object of the model
DROP TABLE r;
-- @ range dropped, known: the multirange that comes with a range is no object of the model
DROP TYPE a.float_range, fr2;
-- @ base type, known: a base type and its functions need each other
CREATE TYPE box2;
CREATE FUNCTION box2_in(cstring) RETURNS box2 LANGUAGE internal STRICT IMMUTABLE AS 'int4in';
CREATE FUNCTION box2_out(box2) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'int4out';
CREATE TYPE box2 (INPUT = box2_in, OUTPUT = box2_out, LIKE = int4);
-- @ base type used
CREATE TABLE b (x box2, y box2[]);
-- @ base type altered, known: ALTER TYPE … SET is not modelled
ALTER TYPE box2 SET (STORAGE = plain);
-- @ base type renamed
ALTER TYPE box2 RENAME TO boxes;
-- @ base type dropped, known: a base type and its functions need each other
DROP TABLE b;
DROP TYPE boxes CASCADE;
