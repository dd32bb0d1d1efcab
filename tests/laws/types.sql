-- @ make
CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 5 CHECK (a > 0), b varchar(20) DEFAULT 'x', c text, d timestamp DEFAULT now(), e json DEFAULT '{}', f boolean DEFAULT false, g numeric(10,2), h date, i uuid, j bytea, k int[] DEFAULT '{1,2}', l interval, m char(3), n inet, o bit(4), p text[] DEFAULT ARRAY['a']::text[], gen int GENERATED ALWAYS AS (a * 2) STORED);
CREATE INDEX t_expr ON t ((a + 1), lower(b));
CREATE INDEX t_part ON t (id) WHERE f AND a > 3;
CREATE INDEX t_c ON t (c text_pattern_ops, b);
CREATE UNIQUE INDEX t_u ON t (a, h) INCLUDE (g);
CREATE VIEW v AS SELECT id, a, b, c FROM t WHERE a > 1;
CREATE VIEW w AS SELECT a + 1 AS n, f FROM v JOIN t USING (id, a);
CREATE TABLE u (id int REFERENCES t, n int);
CREATE STATISTICS st ON a, g FROM t;
-- @ int to bigint
DROP VIEW w; DROP VIEW v;
ALTER TABLE t DROP COLUMN gen;
ALTER TABLE t ALTER a TYPE bigint;
ALTER TABLE u ALTER id TYPE bigint;
ALTER TABLE t ALTER id TYPE bigint;
-- @ texts
ALTER TABLE t ALTER b TYPE text, ALTER c TYPE varchar(50), ALTER m TYPE varchar(3);
-- @ times
ALTER TABLE t ALTER d TYPE timestamptz USING d AT TIME ZONE 'UTC', ALTER h TYPE timestamp;
-- @ json
ALTER TABLE t ALTER e DROP DEFAULT, ALTER e TYPE jsonb USING e::jsonb, ALTER e SET DEFAULT '{}'::jsonb;
-- @ bool to int
DROP INDEX t_part;
ALTER TABLE t ALTER f DROP DEFAULT, ALTER f TYPE int USING f::int, ALTER f SET DEFAULT 0;
-- @ int to bool
ALTER TABLE t ALTER f DROP DEFAULT, ALTER f TYPE boolean USING f <> 0, ALTER f SET DEFAULT true;
-- @ numbers
ALTER TABLE t ALTER g TYPE double precision, ALTER a TYPE numeric;
-- @ precision
ALTER TABLE t ALTER g TYPE numeric(12, 4), ALTER o TYPE bit varying(8), ALTER m TYPE varchar(5);
-- @ to text
ALTER TABLE t ALTER i TYPE text, ALTER j TYPE text USING encode(j, 'hex'), ALTER l TYPE text, ALTER n TYPE text;
-- @ text to other
ALTER TABLE t ALTER i TYPE uuid USING i::uuid, ALTER j TYPE bytea USING j::bytea, ALTER l TYPE interval USING l::interval, ALTER n TYPE cidr USING n::cidr;
-- @ arrays
ALTER TABLE t ALTER k TYPE bigint[], ALTER p DROP DEFAULT, ALTER p TYPE varchar(9)[];
-- @ array to scalar
ALTER TABLE t ALTER k DROP DEFAULT, ALTER k TYPE text USING array_to_string(k, ','), ALTER p TYPE jsonb USING to_jsonb(p);
-- @ scalar to array
ALTER TABLE t ALTER k TYPE int[] USING string_to_array(k, ',')::int[];
ALTER TABLE u ALTER n TYPE int[] USING ARRAY[n];
-- @ to json
ALTER TABLE u ALTER n TYPE jsonb USING to_jsonb(n);
-- @ epoch
ALTER TABLE t ALTER d DROP DEFAULT;
ALTER TABLE t ALTER d TYPE bigint USING extract(epoch from d)::bigint;
-- @ back
ALTER TABLE t ALTER d TYPE timestamptz USING to_timestamp(d);
-- @ collation
ALTER TABLE t ALTER c TYPE varchar(50) COLLATE "C";
-- @ collation away
ALTER TABLE t ALTER c TYPE varchar(50) COLLATE "default";
-- @ bigint under view chain
CREATE TABLE x (id int PRIMARY KEY, n int NOT NULL, s varchar(10), CHECK (n > 0 AND s <> ''));
CREATE VIEW x1 AS SELECT id, n, s FROM x;
CREATE VIEW x2 AS SELECT n, count(*) FROM x1 GROUP BY n;
CREATE MATERIALIZED VIEW x3 AS SELECT * FROM x2;
CREATE INDEX x3_n ON x3 (n);
COMMENT ON COLUMN x1.n IS 'n';
COMMENT ON MATERIALIZED VIEW x3 IS 'm';
GRANT SELECT ON x1 TO reader;
CREATE FUNCTION xf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER xt AFTER UPDATE OF n ON x FOR EACH ROW WHEN (OLD.n <> NEW.n) EXECUTE FUNCTION xf();
CREATE RULE xr AS ON DELETE TO x WHERE OLD.n = 3 DO INSTEAD NOTHING;
ALTER TABLE x ENABLE ROW LEVEL SECURITY;
CREATE POLICY xp ON x FOR SELECT USING (n > 3);
-- @ widen under view chain
DROP VIEW x1 CASCADE;
DROP TRIGGER xt ON x;
DROP RULE xr ON x;
DROP POLICY xp ON x;
ALTER TABLE x ALTER n TYPE bigint, ALTER s TYPE text;
CREATE VIEW x1 AS SELECT id, n, s FROM x;
CREATE TRIGGER xt AFTER UPDATE OF n ON x FOR EACH ROW WHEN (OLD.n <> NEW.n) EXECUTE FUNCTION xf();
CREATE RULE xr AS ON DELETE TO x WHERE OLD.n = 3 DO INSTEAD NOTHING;
CREATE POLICY xp ON x FOR SELECT USING (n > 3);
-- @ int fk to uuid
CREATE TABLE k (id int PRIMARY KEY);
CREATE TABLE l (k int REFERENCES k ON DELETE CASCADE);
-- @ keys to text
ALTER TABLE l DROP CONSTRAINT l_k_fkey;
ALTER TABLE k ALTER id TYPE text;
ALTER TABLE l ALTER k TYPE text;
ALTER TABLE l ADD CONSTRAINT l_k_fkey FOREIGN KEY (k) REFERENCES k ON DELETE CASCADE;
-- @ generated
CREATE TABLE gen (a int, b int, s int GENERATED ALWAYS AS (a + b) STORED, UNIQUE (s), CHECK (s > a));
CREATE INDEX gen_s ON gen (s) WHERE s > 0;
COMMENT ON COLUMN gen.s IS 'sum';
CREATE VIEW gv AS SELECT s FROM gen;
-- @ drop expression
ALTER TABLE gen ALTER s DROP EXPRESSION;
-- @ generated again
DROP VIEW gv;
ALTER TABLE gen DROP COLUMN s;
ALTER TABLE gen ADD COLUMN s bigint GENERATED ALWAYS AS (a * b) STORED;
-- @ drop used by generated
ALTER TABLE gen DROP COLUMN b CASCADE;
