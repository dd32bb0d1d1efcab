-- @ base
CREATE SCHEMA ops;
CREATE FUNCTION eqi(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower(a) = lower(b)';
CREATE FUNCTION nei(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower(a) <> lower(b)';
CREATE FUNCTION neg(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT -a';
CREATE FUNCTION cmp2(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT b - a';
-- @ create
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, PROCEDURE = eqi, COMMUTATOR = ===, HASHES, MERGES);
CREATE OPERATOR @#@ (RIGHTARG = int, FUNCTION = neg);
CREATE OPERATOR ops.@@@@ (LEFTARG = text, RIGHTARG = text, FUNCTION = eqi);
-- @ negator
CREATE OPERATOR !=== (LEFTARG = text, RIGHTARG = text, FUNCTION = nei, NEGATOR = ===);
-- @ set
ALTER OPERATOR === (text, text) SET (RESTRICT = eqsel, JOIN = eqjoinsel);
-- @ unset
ALTER OPERATOR === (text, text) SET (RESTRICT = NONE);
-- @ owner
ALTER OPERATOR === (text, text) OWNER TO app_owner;
ALTER OPERATOR @#@ (NONE, int) OWNER TO app_owner;
-- @ moved
ALTER OPERATOR @#@ (NONE, int) SET SCHEMA ops;
ALTER OPERATOR ops.@@@@ (text, text) SET SCHEMA public;
-- @ used
CREATE TABLE w (a text, b text, n int DEFAULT OPERATOR(ops.@#@) 3, CONSTRAINT same CHECK (a === b));
CREATE VIEW ov AS SELECT a === b AS same, a OPERATOR(public.@@@@) b AS other FROM w;
CREATE INDEX w_same ON w ((a === b));
CREATE POLICY wp ON w USING (a === 'x');
-- @ dropped, known: an operator's statement does not say the negator that another gave it
DROP POLICY wp ON w;
DROP VIEW ov;
DROP INDEX w_same;
ALTER TABLE w DROP CONSTRAINT same, ALTER n DROP DEFAULT;
DROP OPERATOR === (text, text), public.@@@@ (text, text);
DROP OPERATOR ops.@#@ (NONE, int);
-- @ again
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = eqi);
CREATE VIEW ov AS SELECT a === b AS same FROM w;
ALTER TABLE w ADD CONSTRAINT same CHECK (a === b);
-- @ dropped with its users
DROP OPERATOR === (text, text) CASCADE;
-- @ function of operator dropped
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = eqi);
DROP FUNCTION eqi(text, text) CASCADE;
-- @ family
CREATE OPERATOR FAMILY fam USING btree;
ALTER OPERATOR FAMILY fam USING btree ADD
  OPERATOR 1 < (int4, int8), OPERATOR 3 = (int4, int8),
  FUNCTION 1 (int4, int8) btint48cmp (int4, int8);
-- @ family changed
ALTER OPERATOR FAMILY fam USING btree DROP OPERATOR 1 (int4, int8);
-- @ family renamed
ALTER OPERATOR FAMILY fam USING btree RENAME TO family;
-- @ family owner
ALTER OPERATOR FAMILY family USING btree OWNER TO app_owner;
-- @ family moved
ALTER OPERATOR FAMILY family USING btree SET SCHEMA ops;
-- @ class in family
CREATE OPERATOR CLASS rev FOR TYPE int4 USING btree FAMILY ops.family AS
  OPERATOR 1 > , OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 cmp2(int, int);
COMMENT ON OPERATOR CLASS rev USING btree IS 'backwards';
COMMENT ON OPERATOR FAMILY ops.family USING btree IS 'a family';
-- @ class with its own family
CREATE OPERATOR CLASS own_ops FOR TYPE int4 USING btree AS
  OPERATOR 1 > , OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 cmp2(int, int);
CREATE TABLE t (i int);
CREATE INDEX t_i ON t (i own_ops);
CREATE INDEX t_r ON t (i rev);
-- @ class renamed
ALTER OPERATOR CLASS own_ops USING btree RENAME TO own_int_ops;
-- @ class owner
ALTER OPERATOR CLASS own_int_ops USING btree OWNER TO app_owner;
-- @ class moved
ALTER OPERATOR CLASS own_int_ops USING btree SET SCHEMA ops;
-- @ class dropped
DROP INDEX t_i;
DROP OPERATOR CLASS ops.own_int_ops USING btree;
-- @ family of the class dropped
DROP OPERATOR FAMILY own_ops USING btree;
-- @ class dropped with its index
DROP OPERATOR CLASS IF EXISTS rev USING btree CASCADE;
-- @ family dropped
DROP OPERATOR FAMILY ops.family USING btree;
-- @ class goes with its family
CREATE OPERATOR CLASS own_ops FOR TYPE int4 USING btree AS
  OPERATOR 1 > , OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 cmp2(int, int);
-- @ goes now
DROP OPERATOR FAMILY own_ops USING btree;
