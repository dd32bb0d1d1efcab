-- @ base
CREATE SCHEMA v;
CREATE TABLE t (id int PRIMARY KEY, n text, x int);
CREATE TABLE log (id int, what text);
CREATE VIEW tv AS SELECT id, n, x FROM t;
CREATE MATERIALIZED VIEW mv WITH (fillfactor = 80) AS SELECT id, n FROM t WITH NO DATA;
-- @ column defaults
ALTER VIEW tv ALTER COLUMN n SET DEFAULT 'none';
ALTER VIEW tv ALTER x SET DEFAULT 1;
-- @ column defaults again
ALTER VIEW tv ALTER COLUMN n SET DEFAULT 'other';
-- @ column default dropped
ALTER VIEW tv ALTER COLUMN x DROP DEFAULT;
-- @ renamed with default
ALTER VIEW tv RENAME COLUMN n TO label;
-- @ replaced with default
CREATE OR REPLACE VIEW tv AS SELECT id, n AS label, x, 1 AS more FROM t;
-- @ options
ALTER VIEW tv SET (security_barrier, check_option = cascaded);
-- @ options reset
ALTER VIEW tv RESET (security_barrier, check_option);
-- @ matview statistics
ALTER MATERIALIZED VIEW mv ALTER COLUMN n SET STATISTICS 100, ALTER COLUMN n SET STORAGE EXTERNAL, ALTER n SET COMPRESSION pglz;
-- @ matview column options
ALTER MATERIALIZED VIEW mv ALTER COLUMN n SET (n_distinct = 5);
-- @ matview column options reset
ALTER MATERIALIZED VIEW mv ALTER COLUMN n RESET (n_distinct), ALTER n SET STATISTICS -1;
-- @ matview cluster
CREATE UNIQUE INDEX mv_id ON mv (id);
ALTER MATERIALIZED VIEW mv CLUSTER ON mv_id;
-- @ matview no cluster
ALTER MATERIALIZED VIEW mv SET WITHOUT CLUSTER;
-- @ matview options
ALTER MATERIALIZED VIEW mv SET (fillfactor = 60, autovacuum_enabled = false);
-- @ matview options reset
ALTER MATERIALIZED VIEW mv RESET (fillfactor);
-- @ matview moved
ALTER MATERIALIZED VIEW mv SET SCHEMA v;
ALTER MATERIALIZED VIEW IF EXISTS v.mv RENAME COLUMN n TO label;
-- @ matview grants
GRANT SELECT ON v.mv TO reader;
COMMENT ON MATERIALIZED VIEW v.mv IS 'm';
-- @ matview dropped
DROP MATERIALIZED VIEW v.mv;
-- @ rules
CREATE RULE ins AS ON INSERT TO tv DO INSTEAD INSERT INTO t VALUES (new.id, new.label, new.x);
CREATE RULE logged AS ON UPDATE TO t WHERE old.n <> new.n DO ALSO (INSERT INTO log VALUES (old.id, 'n'); DELETE FROM log WHERE id < 0);
CREATE RULE nope AS ON DELETE TO t DO INSTEAD NOTHING;
COMMENT ON RULE ins ON tv IS 'inserts';
-- @ rules states
ALTER TABLE t DISABLE RULE nope;
ALTER TABLE t ENABLE ALWAYS RULE logged;
-- @ rules states again
ALTER TABLE t ENABLE RULE nope;
ALTER TABLE t ENABLE REPLICA RULE logged;
-- @ rule renamed
ALTER RULE nope ON t RENAME TO never;
-- @ rule replaced
CREATE OR REPLACE RULE never AS ON DELETE TO t DO ALSO INSERT INTO log VALUES (old.id, 'gone');
-- @ column of rule renamed
ALTER TABLE log RENAME COLUMN what TO event;
-- @ rule dropped
DROP RULE never ON t;
DROP RULE IF EXISTS nothing ON t;
-- @ view with rule replaced
DROP VIEW tv;
CREATE VIEW tv AS SELECT id FROM t;
-- @ view column grants
GRANT SELECT (id), UPDATE (id) ON tv TO reader;
-- @ view column grants revoked
REVOKE UPDATE (id) ON tv FROM reader;
-- @ table with rule dropped
DROP TABLE log CASCADE;
-- @ column default of a view on sequences
CREATE SEQUENCE q;
ALTER VIEW tv ALTER id SET DEFAULT nextval('q');
-- @ sequence renamed
ALTER SEQUENCE q RENAME TO qq;
-- @ view trigger
CREATE FUNCTION ins() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER tv_ins INSTEAD OF INSERT ON tv FOR EACH ROW EXECUTE FUNCTION ins();
-- @ made anew with trigger
DROP VIEW tv;
CREATE VIEW tv AS SELECT id, n FROM t;
