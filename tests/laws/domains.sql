-- @ make
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN age int NOT NULL DEFAULT 1 CONSTRAINT positive CHECK (VALUE > 0) CONSTRAINT low CHECK (VALUE < 200);
CREATE TYPE addr AS (street text, zip varchar(10), n int);
CREATE TYPE frange AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE t (id int, e email, a age, ad addr, ads addr[], r frange);
-- @ domain changes
ALTER DOMAIN email SET DEFAULT 'x@y';
ALTER DOMAIN email SET NOT NULL;
ALTER DOMAIN age DROP NOT NULL;
ALTER DOMAIN age DROP DEFAULT;
ALTER DOMAIN age DROP CONSTRAINT low;
ALTER DOMAIN age ADD CHECK (VALUE <> 7) NOT VALID;
ALTER DOMAIN email ADD CONSTRAINT short CHECK (length(VALUE) < 100);
ALTER DOMAIN email DROP CONSTRAINT IF EXISTS nothing;
-- @ domain names
ALTER DOMAIN age RENAME CONSTRAINT positive TO above_zero;
ALTER DOMAIN age VALIDATE CONSTRAINT age_check;
ALTER DOMAIN email RENAME TO mail;
CREATE SCHEMA other;
ALTER DOMAIN age SET SCHEMA other;
-- @ composite
ALTER TYPE addr ADD ATTRIBUTE city text;
ALTER TYPE addr DROP ATTRIBUTE city;
ALTER TYPE addr RENAME ATTRIBUTE zip TO code;
-- @ composite type
CREATE TYPE free AS (a int, b text COLLATE "C");
ALTER TYPE free ALTER ATTRIBUTE a TYPE bigint, ADD ATTRIBUTE c date;
-- @ composite free
ALTER TYPE free ALTER ATTRIBUTE a TYPE text, DROP ATTRIBUTE c, ADD ATTRIBUTE d int[];
ALTER TYPE free RENAME TO freed;
-- @ column to domain
ALTER TABLE t ALTER id TYPE other.age;
ALTER TABLE t ALTER e TYPE text;
-- @ drop domain cascade
DROP DOMAIN other.age CASCADE;
DROP DOMAIN mail;
-- @ drop composite cascade
DROP TYPE addr CASCADE;
DROP TYPE frange CASCADE;
-- @ type made and dropped
DROP TYPE freed;
CREATE TYPE freed AS (z int);
-- @ domain over enum
CREATE TYPE en AS ENUM ('a', 'b');
CREATE DOMAIN den AS en DEFAULT 'a' CHECK (VALUE <> 'b');
CREATE TABLE de (x den, y den[] DEFAULT '{}');
-- @ add to domain enum
ALTER TYPE en ADD VALUE 'c';
-- @ rename columns type
CREATE TYPE en2 AS ENUM ('a', 'b', 'c');
ALTER TABLE de DROP COLUMN x, ADD COLUMN x en2 NOT NULL DEFAULT 'c';
-- @ owner comment
COMMENT ON DOMAIN den IS 'what';
COMMENT ON TYPE en IS 'it''s';
COMMENT ON CONSTRAINT den_check ON DOMAIN den IS 'why';
-- @ drop both
DROP TABLE de;
DROP DOMAIN den;
DROP TYPE en, en2;
