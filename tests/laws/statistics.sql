-- @ base
CREATE SCHEMA s;
CREATE TABLE t (a int, b int, c text);
-- @ create
CREATE STATISTICS st (dependencies, ndistinct, mcv) ON a, b FROM t;
CREATE STATISTICS s.st2 ON a, lower(c) FROM t;
CREATE STATISTICS IF NOT EXISTS st (mcv) ON a, b FROM t;
COMMENT ON STATISTICS st IS 'how a and b go together';
-- @ target
ALTER STATISTICS st SET STATISTICS 300;
ALTER STATISTICS IF EXISTS nothing SET STATISTICS 1;
-- @ target again
ALTER STATISTICS st SET STATISTICS 400;
-- @ target off
ALTER STATISTICS st SET STATISTICS -1;
-- @ owner
ALTER STATISTICS st OWNER TO app_owner;
-- @ renamed
ALTER STATISTICS st RENAME TO stats;
-- @ moved
ALTER STATISTICS stats SET SCHEMA s;
-- @ dropped
DROP STATISTICS s.stats, s.st2;
-- @ column dropped
ALTER TABLE t DROP COLUMN b;
-- @ column type
CREATE STATISTICS st3 ON a, c FROM t;
ALTER TABLE t ALTER a TYPE bigint;
-- @ table dropped
DROP TABLE t;
