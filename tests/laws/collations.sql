-- @ base
CREATE SCHEMA lang;
-- @ create
CREATE COLLATION nat (provider = icu, locale = 'en-u-kn-true');
CREATE COLLATION lang.c2 FROM "C";
CREATE COLLATION IF NOT EXISTS lang.c3 (locale = 'C');
COMMENT ON COLLATION nat IS 'natural';
-- @ rename
ALTER COLLATION nat RENAME TO "Natural";
-- @ owner
ALTER COLLATION "Natural" OWNER TO app_owner;
-- @ move
ALTER COLLATION lang.c2 SET SCHEMA public;
-- @ refresh
ALTER COLLATION "Natural" REFRESH VERSION;
-- @ used
CREATE TABLE t (a text COLLATE "Natural", b text);
CREATE INDEX t_b ON t (b COLLATE c2);
CREATE DOMAIN d AS text COLLATE c2;
CREATE TYPE comp AS (x text COLLATE c2);
CREATE VIEW v AS SELECT a COLLATE "C" AS ac, b COLLATE c2 AS bc FROM t;
-- @ rename used
ALTER COLLATION c2 RENAME TO c4;
-- @ drop
DROP COLLATION lang.c3;
DROP VIEW v;
DROP INDEX t_b;
DROP TABLE t;
DROP COLLATION "Natural";
-- @ drop with its users
DROP COLLATION c4 CASCADE;
-- @ conversion
CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION lang.conv2 FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8;
COMMENT ON CONVERSION conv IS 'a conversion';
-- @ conversion renamed
ALTER CONVERSION conv RENAME TO conv1;
-- @ conversion owner
ALTER CONVERSION conv1 OWNER TO app_owner;
-- @ conversion moved
ALTER CONVERSION conv1 SET SCHEMA lang;
-- @ conversion dropped
DROP CONVERSION lang.conv1;
DROP CONVERSION IF EXISTS lang.conv2;
-- @ casts
CREATE TYPE money2 AS (amount numeric, cur text);
CREATE FUNCTION m2t(m money2) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT m.cur';
CREATE FUNCTION i2m(i int) RETURNS money2 LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN ROW(i, 'EUR'); END $$;
CREATE CAST (money2 AS text) WITH FUNCTION m2t(money2) AS IMPLICIT;
CREATE CAST (int AS money2) WITH FUNCTION i2m AS ASSIGNMENT;
CREATE CAST (money2 AS xml) WITH INOUT;
COMMENT ON CAST (int4 AS money2) IS 'euros';
-- @ cast dropped
DROP CAST (money2 AS xml);
DROP CAST IF EXISTS (integer AS money2);
-- @ cast of a renamed type
ALTER TYPE money2 RENAME TO price;
-- @ casts go with their type, known: a cast is called by the names that its types had when it was made
DROP TYPE price CASCADE;
