-- @ make
CREATE TABLE base (id serial PRIMARY KEY, created timestamptz NOT NULL DEFAULT now(), name text DEFAULT 'x' CHECK (name <> ''));
CREATE TABLE one (a int) INHERITS (base);
CREATE TABLE two (b int) INHERITS (base);
CREATE TABLE three (c int DEFAULT 3) INHERITS (one);
CREATE INDEX ON one (name);
-- @ parent gets column
ALTER TABLE base ADD COLUMN extra int DEFAULT 1;
ALTER TABLE base ALTER created DROP NOT NULL;
-- @ parent type
ALTER TABLE base ALTER extra TYPE bigint;
ALTER TABLE base RENAME COLUMN extra TO more;
-- @ child own
ALTER TABLE one ALTER more SET DEFAULT 7, ADD COLUMN own text NOT NULL DEFAULT '', ALTER name SET NOT NULL;
COMMENT ON COLUMN one.more IS 'more';
-- @ parent constraint
ALTER TABLE base ADD CONSTRAINT more_pos CHECK (more > 0), DROP CONSTRAINT base_name_check;
ALTER TABLE base ADD CONSTRAINT only_here CHECK (id > 0) NO INHERIT;
-- @ drop child
DROP TABLE three;
-- @ drop column, known: what a child had of its own about its parent's column
ALTER TABLE base DROP COLUMN more;
-- @ drop all
DROP TABLE base CASCADE;
-- @ partitioned
CREATE TABLE log (id bigserial, at date NOT NULL, lvl text DEFAULT 'i', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM (MINVALUE) TO ('2020-01-01') WITH (fillfactor = 70);
CREATE TABLE log_d PARTITION OF log DEFAULT;
-- @ to partitions
CREATE TABLE plain (id bigint NOT NULL, at date NOT NULL, lvl text);
ALTER TABLE plain ADD CONSTRAINT in_range CHECK (at >= '2021-01-01' AND at < '2022-01-01');
ALTER TABLE log ATTACH PARTITION plain FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
-- @ drop the check
ALTER TABLE plain DROP CONSTRAINT in_range;
-- @ detach again
ALTER TABLE log DETACH PARTITION plain;
DROP TABLE plain;
-- @ column of partitions
ALTER TABLE log ADD COLUMN msg text NOT NULL DEFAULT '', ADD CONSTRAINT lvl_known CHECK (lvl IN ('i', 'e'));
ALTER TABLE log ALTER COLUMN lvl SET NOT NULL;
CREATE INDEX log_lvl ON log (lvl, at DESC);
CREATE UNIQUE INDEX ON log_1 (msg, id);
-- @ trigger and policy
CREATE FUNCTION lf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER lt BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION lf();
ALTER TABLE log ENABLE ROW LEVEL SECURITY;
-- @ drop column of partitions
ALTER TABLE log DROP COLUMN msg, DROP COLUMN lvl;
-- @ replace by partitioned
DROP TABLE log CASCADE;
CREATE TABLE log (id bigint, at date) PARTITION BY LIST (at);
CREATE TABLE log_1 PARTITION OF log FOR VALUES IN ('2020-01-01', '2020-01-02');
-- @ plain to partitioned
CREATE TABLE ev (id serial PRIMARY KEY, at date NOT NULL);
CREATE INDEX ev_at ON ev (at);
-- @ partitioned by copy
ALTER TABLE ev RENAME TO ev_old;
ALTER INDEX ev_at RENAME TO ev_old_at;
CREATE TABLE ev (id int NOT NULL DEFAULT nextval('ev_id_seq'), at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE ev_p PARTITION OF ev DEFAULT;
INSERT INTO ev SELECT * FROM ev_old;
CREATE INDEX ev_at ON ev (at);
ALTER SEQUENCE ev_id_seq OWNED BY ev.id;
DROP TABLE ev_old;
