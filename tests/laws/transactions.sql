-- @ own_begin
BEGIN;
CREATE TABLE a (id int);
COMMIT;
-- @ two_blocks
BEGIN;
ALTER TABLE a ADD COLUMN x int;
COMMIT;
BEGIN;
CREATE INDEX a_x ON a (x);
END;
-- @ concurrently
CREATE INDEX CONCURRENTLY a_id ON a (id);
-- @ concurrently_drop
DROP INDEX CONCURRENTLY a_id;
-- @ mixed
ALTER TABLE a ADD COLUMN y text;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_y ON a (y);
ALTER TABLE a ADD CONSTRAINT a_y_key UNIQUE USING INDEX a_y;
-- @ enum
CREATE TYPE st AS ENUM ('a', 'b');
CREATE TABLE s (v st DEFAULT 'a', w st[] DEFAULT '{a}', CHECK (v <> 'b'));
CREATE INDEX s_v ON s (v) WHERE v = 'a';
CREATE VIEW sv AS SELECT v FROM s WHERE v = 'b'::st;
CREATE FUNCTION sf(x st) RETURNS st LANGUAGE sql AS 'SELECT x';
-- @ add_value
ALTER TYPE st ADD VALUE 'c';
-- @ add_and_use
ALTER TYPE st ADD VALUE IF NOT EXISTS 'd';
INSERT INTO s (v) VALUES ('d');
-- @ rename_value
ALTER TYPE st RENAME VALUE 'a' TO 'first';
-- @ reindex
REINDEX TABLE s;
VACUUM s;
ANALYZE;
-- @ savepoints
BEGIN;
SAVEPOINT one;
CREATE TABLE sp (id int);
RELEASE SAVEPOINT one;
COMMIT;
-- @ locks
LOCK TABLE a IN ACCESS EXCLUSIVE MODE;
SET lock_timeout = '2s';
SET LOCAL statement_timeout = 0;
ALTER TABLE a ALTER COLUMN id SET NOT NULL;
RESET lock_timeout;
-- @ psql
\set ON_ERROR_STOP on
\echo hello
CREATE TABLE ps (id int);
