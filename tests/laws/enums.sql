-- @ make
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE p (id int PRIMARY KEY, m mood DEFAULT 'ok' NOT NULL, ms mood[] DEFAULT '{}'::mood[], t text);
CREATE TABLE q (id int, m mood, CHECK (m <> 'sad'));
CREATE VIEW v AS SELECT id, m FROM p WHERE m = 'ok';
CREATE INDEX p_ok ON p (id) WHERE m = 'ok';
CREATE FUNCTION f(x mood) RETURNS mood LANGUAGE sql AS 'SELECT x';
CREATE TYPE pair AS (a mood, b int);
-- @ add value
ALTER TYPE mood ADD VALUE 'ecstatic' AFTER 'happy';
-- @ add value before
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'dead' BEFORE 'sad';
-- @ rename value
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
-- @ rename type
ALTER TYPE mood RENAME TO feeling;
-- @ simple type
CREATE TYPE state AS ENUM ('new', 'open', 'closed');
CREATE TABLE r (id int, s state NOT NULL DEFAULT 'new', CONSTRAINT r_open CHECK (s IN ('new', 'open')));
CREATE INDEX ON r (s) WHERE s = 'open';
CREATE TABLE r2 (id int, s state, prev state[] NOT NULL DEFAULT ARRAY[]::state[]);
-- @ the usual idiom
ALTER TABLE r DROP CONSTRAINT r_open;
DROP INDEX r_s_idx;
ALTER TYPE state RENAME TO state_old;
CREATE TYPE state AS ENUM ('new', 'open', 'done');
ALTER TABLE r ALTER COLUMN s DROP DEFAULT;
ALTER TABLE r ALTER COLUMN s TYPE state USING s::text::state;
ALTER TABLE r ALTER COLUMN s SET DEFAULT 'new';
ALTER TABLE r2 ALTER COLUMN s TYPE state USING s::text::state, ALTER prev DROP DEFAULT, ALTER prev TYPE state[] USING prev::text[]::state[], ALTER prev SET DEFAULT '{}';
DROP TYPE state_old;
-- @ new type with new name
CREATE TYPE state_new AS ENUM ('new', 'open', 'done', 'more');
ALTER TABLE r ALTER COLUMN s DROP DEFAULT, ALTER COLUMN s TYPE state_new USING (s::text::state_new), ALTER COLUMN s SET DEFAULT 'more';
ALTER TABLE r2 ALTER COLUMN s TYPE state_new USING s::text::state_new;
ALTER TABLE r2 DROP COLUMN prev;
DROP TYPE state;
ALTER TYPE state_new RENAME TO state;
-- @ to text
ALTER TABLE r ALTER s DROP DEFAULT;
ALTER TABLE r ALTER s TYPE text;
ALTER TABLE r ALTER s SET DEFAULT 'new';
ALTER TABLE r2 ALTER s TYPE varchar(30) USING s::varchar;
DROP TYPE state;
-- @ text to enum
CREATE TYPE st2 AS ENUM ('new', 'open');
ALTER TABLE r ALTER s DROP DEFAULT;
ALTER TABLE r ALTER s TYPE st2 USING s::st2;
ALTER TABLE r ALTER s SET DEFAULT 'open'::st2;
-- @ enum schema
CREATE SCHEMA kinds;
ALTER TYPE st2 SET SCHEMA kinds;
-- @ enum schema add value
ALTER TYPE kinds.st2 ADD VALUE 'shut';
-- @ drop enum cascade
DROP TYPE kinds.st2 CASCADE;
-- @ enum with policy and trigger
CREATE TYPE role_kind AS ENUM ('admin', 'user');
CREATE TABLE u (id int, k role_kind DEFAULT 'user'::role_kind, g boolean GENERATED ALWAYS AS (k = 'admin'::role_kind) STORED);
ALTER TABLE u ENABLE ROW LEVEL SECURITY;
CREATE POLICY only_admin ON u USING (k = 'admin');
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER tr BEFORE UPDATE OF k ON u FOR EACH ROW WHEN (NEW.k = 'admin') EXECUTE FUNCTION tf();
CREATE MATERIALIZED VIEW mv AS SELECT k, count(*) AS n FROM u GROUP BY k;
CREATE UNIQUE INDEX mv_k ON mv (k);
CREATE UNIQUE INDEX u_k ON u (k, id) WHERE k <> 'admin';
COMMENT ON VIEW v IS 'a view';
COMMENT ON TYPE role_kind IS 'kinds';
-- @ add value to it
ALTER TYPE role_kind ADD VALUE 'guest';
-- @ two values in a file
ALTER TYPE role_kind ADD VALUE 'a1';
ALTER TYPE role_kind ADD VALUE 'a2' BEFORE 'user';
-- @ enum in function args
CREATE FUNCTION g(a role_kind, b role_kind DEFAULT 'user') RETURNS SETOF u LANGUAGE sql AS $$ SELECT * FROM u WHERE k = a $$;
CREATE FUNCTION h() RETURNS TABLE (k role_kind, n int) LANGUAGE plpgsql AS $$ DECLARE x role_kind; BEGIN RETURN; END $$;
-- @ value with function args
ALTER TYPE role_kind ADD VALUE 'b1';
-- @ rename value used everywhere
ALTER TYPE role_kind RENAME VALUE 'admin' TO 'root';
-- @ a default follows its value
CREATE TYPE mode AS ENUM ('closed', 'by_request', 'open');
CREATE TABLE site (id int, mode mode NOT NULL DEFAULT 'by_request', other mode DEFAULT 'open'::mode);
-- @ values renamed
ALTER TYPE mode RENAME VALUE 'closed' TO 'Closed';
ALTER TYPE mode RENAME VALUE 'by_request' TO 'ByRequest';
ALTER TYPE mode RENAME VALUE 'open' TO 'Open';
-- @ and a value added
ALTER TYPE mode ADD VALUE 'ByInvitation';
