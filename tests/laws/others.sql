-- @ operators
CREATE FUNCTION eqi(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower(a) = lower(b)';
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = eqi, COMMUTATOR = ===);
COMMENT ON OPERATOR === (text, text) IS 'case-insensitive';
-- @ operator_used
CREATE TABLE w (a text, b text, CHECK (a === b));
CREATE VIEW ov AS SELECT a === b AS same FROM w;
-- @ operator_dropped
DROP OPERATOR === (text, text) CASCADE;
-- @ casts
CREATE TYPE money2 AS (amount numeric, cur text);
CREATE FUNCTION m2t(m money2) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT m.amount::text || m.cur $$;
CREATE CAST (money2 AS text) WITH FUNCTION m2t(money2) AS ASSIGNMENT;
COMMENT ON CAST (money2 AS text) IS 'show';
-- @ cast_dropped
DROP CAST (money2 AS text);
-- @ function_of_cast
CREATE CAST (money2 AS text) WITH FUNCTION m2t(money2);
DROP FUNCTION m2t(money2) CASCADE;
-- @ collation
CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE names (n text COLLATE ci, m text COLLATE "C");
CREATE INDEX names_n ON names (n COLLATE "C");
-- @ collation_renamed
ALTER COLLATION ci RENAME TO case_insensitive;
-- @ collation_dropped
ALTER TABLE names ALTER COLUMN n TYPE text COLLATE "default";
DROP COLLATION case_insensitive;
-- @ text_search
CREATE TEXT SEARCH DICTIONARY simple_en (TEMPLATE = pg_catalog.simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION my_en (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION my_en ALTER MAPPING FOR asciiword WITH simple_en;
ALTER TABLE names ADD COLUMN tsv tsvector GENERATED ALWAYS AS (to_tsvector('my_en', coalesce(m, ''))) STORED;
CREATE INDEX names_tsv ON names USING gin (tsv);
-- @ text_search_dropped
ALTER TABLE names DROP COLUMN tsv;
DROP TEXT SEARCH CONFIGURATION my_en;
DROP TEXT SEARCH DICTIONARY simple_en;
-- @ statistics
CREATE STATISTICS names_stat (dependencies, ndistinct) ON n, m FROM names;
ALTER STATISTICS names_stat SET STATISTICS 100;
-- @ statistics_renamed
ALTER STATISTICS names_stat RENAME TO names_st;
ALTER TABLE names RENAME COLUMN m TO mm;
-- @ statistics_column_dropped
ALTER TABLE names DROP COLUMN mm;
-- @ publications
CREATE TABLE pubt (id int PRIMARY KEY);
CREATE PUBLICATION p1 FOR TABLE pubt, names;
CREATE PUBLICATION p_all FOR ALL TABLES WITH (publish = 'insert');
-- @ publication_altered
ALTER PUBLICATION p1 DROP TABLE names;
-- @ publication_set
ALTER PUBLICATION p1 SET (publish = 'insert, update');
-- @ publication_table_dropped
DROP TABLE pubt;
-- @ publication_dropped
DROP PUBLICATION p1, p_all;
-- @ fdw
CREATE EXTENSION postgres_fdw;
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd');
CREATE USER MAPPING FOR CURRENT_USER SERVER other OPTIONS (user 'u', password 'p');
CREATE FOREIGN TABLE ft (id int, n text OPTIONS (column_name 'nn')) SERVER other OPTIONS (table_name 't');
GRANT USAGE ON FOREIGN SERVER other TO reader;
-- @ fdw_altered
ALTER SERVER other OPTIONS (SET host 'h2', ADD port '5433');
ALTER FOREIGN TABLE ft ADD COLUMN extra int;
-- @ fdw_dropped
DROP FOREIGN TABLE ft;
DROP SERVER other CASCADE;
-- @ fdw_ext_dropped
DROP EXTENSION postgres_fdw;
-- @ file_fdw
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE csv (a text) SERVER files OPTIONS (filename '/dev/null', format 'csv');
-- @ file_fdw_dropped
DROP EXTENSION file_fdw CASCADE;
-- @ opclass
CREATE OPERATOR CLASS my_int_ops FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int);
CREATE TABLE oc (i int);
CREATE INDEX oc_i ON oc (i my_int_ops);
-- @ opclass_dropped
DROP INDEX oc_i;
DROP OPERATOR CLASS my_int_ops USING btree;
DROP OPERATOR FAMILY IF EXISTS my_int_ops USING btree;
-- @ language
CREATE TABLE cm (id int);
COMMENT ON TABLE cm IS 'a';
COMMENT ON COLUMN cm.id IS E'it\'s';
ALTER TABLE cm ADD CONSTRAINT c CHECK (id > 0);
COMMENT ON CONSTRAINT c ON cm IS 'positive';
CREATE INDEX cm_i ON cm (id);
COMMENT ON INDEX cm_i IS 'i';
-- @ comments_changed
COMMENT ON TABLE cm IS 'b';
COMMENT ON COLUMN cm.id IS NULL;
COMMENT ON CONSTRAINT c ON cm IS 'still positive';
COMMENT ON INDEX cm_i IS NULL;
-- @ comments_dropped
DROP TABLE cm;
-- @ large_range
CREATE TYPE fr AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE rg (r fr, EXCLUDE USING gist (r WITH &&));
COMMENT ON TYPE fr IS 'float range';
-- @ range_dropped
DROP TABLE rg;
DROP TYPE fr;
-- @ domain_comment
CREATE DOMAIN posi AS int CONSTRAINT pos CHECK (VALUE > 0);
COMMENT ON DOMAIN posi IS 'p';
COMMENT ON CONSTRAINT pos ON DOMAIN posi IS 'positive';
-- @ domain_gone
DROP DOMAIN posi;
