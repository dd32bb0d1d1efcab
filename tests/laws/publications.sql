-- @ base
CREATE SCHEMA app;
CREATE TABLE a (id int PRIMARY KEY, n text, x int);
CREATE TABLE b (id int PRIMARY KEY);
CREATE TABLE app.c (id int PRIMARY KEY);
-- @ create
CREATE PUBLICATION p FOR TABLE a, b WITH (publish = 'insert, update');
CREATE PUBLICATION p_cols FOR TABLE a (id, n) WHERE (id > 10);
CREATE PUBLICATION p_all FOR ALL TABLES;
CREATE PUBLICATION p_none;
CREATE PUBLICATION p_schema FOR TABLES IN SCHEMA app, TABLE b;
COMMENT ON PUBLICATION p IS 'a and b';
-- @ add
ALTER PUBLICATION p ADD TABLE app.c;
-- @ add schema
ALTER PUBLICATION p_none ADD TABLES IN SCHEMA app;
-- @ drop table
ALTER PUBLICATION p DROP TABLE b;
-- @ set
ALTER PUBLICATION p SET TABLE b, app.c;
ALTER PUBLICATION p SET (publish = 'delete', publish_via_partition_root = true);
-- @ renamed
ALTER PUBLICATION p RENAME TO pub;
-- @ owner
ALTER PUBLICATION pub OWNER TO app_owner;
-- @ table renamed
ALTER TABLE b RENAME TO bb;
-- @ table dropped
DROP TABLE app.c;
-- @ column renamed
ALTER TABLE a RENAME COLUMN n TO label;
-- @ dropped
DROP PUBLICATION p_cols, p_all;
DROP PUBLICATION IF EXISTS pub, nothing;
-- @ table of nothing dropped
DROP TABLE a;
-- @ schema dropped
DROP SCHEMA app;
