-- @ citext
CREATE EXTENSION citext;
CREATE TABLE u (id serial PRIMARY KEY, email citext UNIQUE NOT NULL);
-- @ hstore
CREATE EXTENSION IF NOT EXISTS hstore;
ALTER TABLE u ADD COLUMN attrs hstore DEFAULT ''::hstore;
CREATE INDEX u_attrs ON u USING gin (attrs);
-- @ trgm
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE INDEX u_email_trgm ON u USING gin ((email::text) gin_trgm_ops);
-- @ uuid
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
CREATE TABLE k (id uuid DEFAULT uuid_generate_v4() PRIMARY KEY);
-- @ crypto
CREATE EXTENSION pgcrypto;
ALTER TABLE k ADD COLUMN h text DEFAULT encode(gen_random_bytes(8), 'hex');
CREATE FUNCTION hash_it(t text) RETURNS text LANGUAGE sql AS $$ SELECT crypt(t, gen_salt('bf')) $$;
-- @ gist
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE res (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));
-- @ ltree
CREATE EXTENSION ltree;
CREATE TABLE tree (path ltree, CONSTRAINT p CHECK (nlevel(path) < 10));
CREATE INDEX tree_gist ON tree USING gist (path);
CREATE VIEW tops AS SELECT path FROM tree WHERE path <@ 'top';
-- @ unaccent
CREATE EXTENSION unaccent;
CREATE FUNCTION f_unaccent(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT public.unaccent('public.unaccent', $1) $$;
CREATE INDEX u_un ON u (f_unaccent(email::text));
CREATE TEXT SEARCH CONFIGURATION simple_un (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION simple_un ALTER MAPPING FOR hword, word WITH unaccent, simple;
-- @ drop_order_ltree
DROP VIEW tops;
DROP TABLE tree;
DROP EXTENSION ltree;
-- @ drop_hstore_cascade
DROP EXTENSION hstore CASCADE;
-- @ drop_trgm
DROP INDEX u_email_trgm;
DROP EXTENSION pg_trgm;
-- @ drop_gist
DROP TABLE res;
DROP EXTENSION IF EXISTS btree_gist;
-- @ uuid_default_changed
ALTER TABLE k ALTER COLUMN id SET DEFAULT gen_random_uuid();
DROP EXTENSION "uuid-ossp";
-- @ citext_to_text
ALTER TABLE u ALTER COLUMN email TYPE text;
DROP INDEX u_un;
DROP EXTENSION citext;
-- @ crypto_drop
ALTER TABLE k ALTER COLUMN h DROP DEFAULT;
DROP FUNCTION hash_it(text);
DROP EXTENSION pgcrypto;
-- @ in_schema
CREATE SCHEMA ext;
CREATE EXTENSION hstore SCHEMA ext;
CREATE EXTENSION pg_trgm SCHEMA ext;
CREATE TABLE z (a ext.hstore, b text);
CREATE INDEX z_b ON z USING gist (b ext.gist_trgm_ops);
COMMENT ON EXTENSION hstore IS 'mine';
-- @ ext_move
ALTER EXTENSION pg_trgm SET SCHEMA public;
-- @ ext_schema_drop
DROP SCHEMA ext CASCADE;
-- @ fuzzy
CREATE EXTENSION fuzzystrmatch;
CREATE EXTENSION tablefunc;
CREATE EXTENSION intarray;
CREATE TABLE fz (n text, a int[], s text GENERATED ALWAYS AS (n || 'x') STORED);
CREATE INDEX fz_s ON fz (soundex(n));
CREATE INDEX fz_a ON fz USING gin (a gin__int_ops);
-- @ fuzzy_drop
DROP EXTENSION fuzzystrmatch CASCADE;
DROP EXTENSION intarray CASCADE;
-- @ earth
CREATE EXTENSION cube;
CREATE EXTENSION earthdistance;
CREATE TABLE place (lat float8, lng float8);
CREATE INDEX place_at ON place USING gist (ll_to_earth(lat, lng));
-- @ earth_drop
DROP EXTENSION cube CASCADE;
-- @ earth_cascade
CREATE EXTENSION earthdistance CASCADE;
-- @ isn
CREATE EXTENSION isn;
CREATE TABLE books (i isbn PRIMARY KEY);
-- @ btree_gin
CREATE EXTENSION btree_gin;
CREATE INDEX place_gin ON place USING gin (lat);
-- @ btree_gin_drop
DROP EXTENSION btree_gin CASCADE;
-- @ similarity_view
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE FUNCTION sim(a text, b text) RETURNS real LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT similarity(a, b); END;
CREATE VIEW sv AS SELECT similarity('a', 'b') AS s;
-- @ similarity_drop
DROP EXTENSION pg_trgm CASCADE;
