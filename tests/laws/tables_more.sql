-- @ make
CREATE TABLE a (id serial PRIMARY KEY, b_id int, name text UNIQUE, created timestamptz DEFAULT now() NOT NULL);
CREATE TABLE b (id serial PRIMARY KEY, a_id int REFERENCES a (id) ON DELETE SET NULL, UNIQUE (a_id));
ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b (id) DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE m (a_id int REFERENCES a, b_id int REFERENCES b, role text DEFAULT 'x', PRIMARY KEY (a_id, b_id));
CREATE INDEX ON m (b_id, a_id DESC NULLS LAST);
CREATE VIEW va AS SELECT * FROM a;
CREATE VIEW vb AS SELECT va.name, b.* FROM va JOIN b ON b.a_id = va.id;
CREATE VIEW vm AS SELECT a_id, count(*) AS n FROM m GROUP BY a_id;
-- @ drop column cascade
ALTER TABLE a DROP COLUMN name CASCADE;
-- @ drop pk column cascade
ALTER TABLE b DROP COLUMN id CASCADE;
-- @ drop both
DROP TABLE a, b CASCADE;
-- @ rebuild
CREATE TABLE r (id int PRIMARY KEY, v text, w int DEFAULT 3);
CREATE INDEX r_v ON r (v);
CREATE TABLE r_ref (r int REFERENCES r);
-- @ copy swap
CREATE TABLE r2 (LIKE r INCLUDING ALL);
INSERT INTO r2 SELECT * FROM r;
ALTER TABLE r_ref DROP CONSTRAINT r_ref_r_fkey;
ALTER TABLE r RENAME TO r_old;
ALTER TABLE r2 RENAME TO r;
ALTER TABLE r_ref ADD CONSTRAINT r_ref_r_fkey FOREIGN KEY (r) REFERENCES r;
-- @ drop old
DROP TABLE r_old;
ALTER INDEX r2_pkey RENAME TO r_pkey;
ALTER INDEX r2_v_idx RENAME TO r_v;
-- @ create and drop in one
CREATE TABLE gone (id serial PRIMARY KEY);
ALTER TABLE gone ADD COLUMN x int;
DROP TABLE gone;
CREATE TYPE tmp_t AS ENUM ('a');
DROP TYPE tmp_t;
-- @ drop recreate same file
DROP TABLE m CASCADE;
CREATE TABLE m (id bigserial PRIMARY KEY, r_id int NOT NULL REFERENCES r, UNIQUE (r_id));
CREATE VIEW vm AS SELECT r_id, count(*) AS n FROM m GROUP BY r_id;
-- @ temp
CREATE TEMP TABLE tt AS SELECT * FROM r;
INSERT INTO r SELECT id + 1000, v, w FROM tt;
DROP TABLE tt;
-- @ split table
CREATE TABLE rv (r_id int PRIMARY KEY REFERENCES r ON DELETE CASCADE, v text);
INSERT INTO rv SELECT id, v FROM r;
DROP INDEX r_v;
ALTER TABLE r DROP COLUMN v;
-- @ merge back
ALTER TABLE r ADD COLUMN v text;
UPDATE r SET v = rv.v FROM rv WHERE rv.r_id = r.id;
DROP TABLE rv;
-- @ index kinds
CREATE INDEX CONCURRENTLY r_w ON r (w);
-- @ more indexes
CREATE INDEX r_hash ON r USING hash (v);
CREATE UNIQUE INDEX r_un ON r (v, w) NULLS NOT DISTINCT WHERE w > 0;
CREATE INDEX r_coll ON r (v COLLATE "C" text_pattern_ops DESC) TABLESPACE pg_default;
CREATE INDEX r_brin ON r USING brin (w) WITH (pages_per_range = 8);
CREATE INDEX IF NOT EXISTS r_w ON r (w, v);
-- @ reindex by hand
DROP INDEX r_w;
CREATE INDEX r_w ON r (w, v);
DROP INDEX IF EXISTS nothing_here;
-- @ drop index concurrently
DROP INDEX CONCURRENTLY IF EXISTS r_hash;
-- @ alter index stats
ALTER INDEX r_un SET (fillfactor = 50);
ALTER INDEX r_coll RENAME TO r_coll2;
ALTER TABLE r_un RENAME TO r_unique;
-- @ unique to index
ALTER TABLE m DROP CONSTRAINT m_r_id_key;
CREATE UNIQUE INDEX m_r_id_key ON m (r_id);
-- @ index to unique
DROP INDEX m_r_id_key;
ALTER TABLE m ADD CONSTRAINT m_r_id_key UNIQUE (r_id);
-- @ fk to unique index
CREATE TABLE u (x int, y int);
CREATE UNIQUE INDEX u_x ON u (x);
CREATE TABLE w (x int REFERENCES u (x));
-- @ drop unique index
DROP INDEX u_x CASCADE;
-- @ recreate with pk
ALTER TABLE u ADD CONSTRAINT u_pkey PRIMARY KEY (x);
ALTER TABLE w ADD CONSTRAINT w_fk FOREIGN KEY (x) REFERENCES u;
-- @ change pk under fk
ALTER TABLE w DROP CONSTRAINT w_fk;
ALTER TABLE u DROP CONSTRAINT u_pkey, ADD PRIMARY KEY (x, y);
ALTER TABLE u ADD UNIQUE (x);
ALTER TABLE w ADD CONSTRAINT w_fk FOREIGN KEY (x) REFERENCES u (x);
-- @ not null and checks
ALTER TABLE u ADD COLUMN z text;
ALTER TABLE u ADD CONSTRAINT z_nn CHECK (z IS NOT NULL) NOT VALID;
-- @ finish
ALTER TABLE u VALIDATE CONSTRAINT z_nn;
ALTER TABLE u ALTER z SET NOT NULL;
ALTER TABLE u DROP CONSTRAINT z_nn;
-- @ defaults
CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS $$ SELECT 'c' $$;
CREATE SEQUENCE codes;
ALTER TABLE u ADD COLUMN code text NOT NULL DEFAULT 'C' || nextval('codes'), ADD COLUMN code2 text DEFAULT next_code(), ADD COLUMN d date DEFAULT CURRENT_DATE + 1, ADD COLUMN who text DEFAULT CURRENT_USER, ADD COLUMN arr int[] DEFAULT ARRAY[1, 2]::int[] NOT NULL, ADD COLUMN j jsonb DEFAULT '{"a": [1]}'::jsonb, ADD COLUMN iv interval DEFAULT '1 day'::interval;
-- @ drop default function
DROP FUNCTION next_code() CASCADE;
-- @ drop default sequence
ALTER TABLE u ALTER code DROP DEFAULT;
DROP SEQUENCE codes;
-- @ move
CREATE SCHEMA arch;
ALTER TABLE u SET SCHEMA arch;
-- @ move all
ALTER TABLE m SET SCHEMA arch;
ALTER TABLE arch.m RENAME TO mm;
ALTER TABLE arch.mm RENAME COLUMN id TO mm_id;
-- @ drop moved
DROP TABLE arch.mm CASCADE;
-- @ drop schema
DROP SCHEMA arch CASCADE;
-- @ comments
COMMENT ON TABLE r IS 'multi
line ''quoted'' \ text';
COMMENT ON COLUMN r.w IS E'with \n escape';
COMMENT ON INDEX r_w IS 'i';
COMMENT ON SCHEMA public IS 'pub';
-- @ comments changed
COMMENT ON TABLE r IS NULL;
COMMENT ON COLUMN r.w IS '';
COMMENT ON INDEX r_w IS 'j';
-- @ drop commented
DROP TABLE r CASCADE;
-- @ two that refer to each other
CREATE TABLE locks (name text PRIMARY KEY, mode text);
CREATE TABLE modes (name text PRIMARY KEY REFERENCES locks DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE locks ADD CONSTRAINT locks_mode FOREIGN KEY (mode) REFERENCES modes DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE held (name text REFERENCES locks);
-- @ unlogged
ALTER TABLE held SET UNLOGGED;
ALTER TABLE modes DROP CONSTRAINT modes_name_fkey;
ALTER TABLE locks SET UNLOGGED;
ALTER TABLE modes SET UNLOGGED;
ALTER TABLE modes ADD CONSTRAINT modes_name_fkey FOREIGN KEY (name) REFERENCES locks DEFERRABLE INITIALLY DEFERRED;
-- @ identity
CREATE TABLE wide (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, big bigint, path text);
-- @ identity on another column
ALTER TABLE wide DROP COLUMN id;
ALTER TABLE wide RENAME COLUMN big TO id;
ALTER TABLE wide ADD PRIMARY KEY (id);
ALTER TABLE wide ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
-- @ one row for each
CREATE TABLE teams (id int PRIMARY KEY);
CREATE TABLE team_settings (team_id int NOT NULL UNIQUE REFERENCES teams, theme text);
INSERT INTO teams VALUES (1), (2), (3);
INSERT INTO team_settings VALUES (1, 'a'), (2, 'b');
-- @ rows without a place
ALTER TABLE team_settings DROP COLUMN team_id;
INSERT INTO team_settings SELECT 'c' FROM generate_series(1, 5);
