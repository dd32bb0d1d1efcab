-- @ base
SET search_path TO app, public;
CREATE SCHEMA app;
CREATE TABLE things (id serial PRIMARY KEY, n text);
CREATE TABLE public.things (id serial PRIMARY KEY, n text);
CREATE VIEW v AS SELECT * FROM things;
CREATE VIEW public.v AS SELECT * FROM public.things;
-- @ pg_dump_style
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE app.status AS ENUM ('on', 'off');
CREATE FUNCTION app.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE app.gizmos (
    id integer NOT NULL,
    s app.status DEFAULT 'on'::app.status
);
CREATE SEQUENCE app.gizmos_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE app.gizmos_id_seq OWNED BY app.gizmos.id;
ALTER TABLE ONLY app.gizmos ALTER COLUMN id SET DEFAULT nextval('app.gizmos_id_seq'::regclass);
ALTER TABLE ONLY app.gizmos ADD CONSTRAINT gizmos_pkey PRIMARY KEY (id);
CREATE TRIGGER touch BEFORE UPDATE ON app.gizmos FOR EACH ROW EXECUTE FUNCTION app.touch();
-- @ rename_schema
ALTER SCHEMA app RENAME TO core;
-- @ default_path_again
CREATE TABLE plain (id int REFERENCES core.gizmos(id));
-- @ move_table
DROP VIEW public.v;
DROP TABLE public.things;
ALTER TABLE core.things SET SCHEMA public;
-- @ drop_schema_cascade
DROP SCHEMA core CASCADE;
-- @ schema_elements
CREATE SCHEMA hollywood
    CREATE TABLE films (title text, release date, awards text[])
    CREATE VIEW winners AS SELECT title, release FROM films WHERE awards IS NOT NULL;
-- @ set_local_path
SET LOCAL search_path = hollywood;
CREATE TABLE actors (id int, name text);
CREATE INDEX ON actors (name);
-- @ temp_objects
CREATE TEMP TABLE tmp AS SELECT 1 AS x;
CREATE TABLE hollywood.kept AS SELECT x FROM tmp;
DROP TABLE tmp;
-- @ same_index_names
CREATE TABLE hollywood.plain (id int);
CREATE INDEX plain_idx ON hollywood.plain (id);
CREATE INDEX plain_idx ON public.plain (id);
-- @ drop_one_index
DROP INDEX hollywood.plain_idx;
-- @ drop_schema_only_type
CREATE SCHEMA only_type;
CREATE TYPE only_type.pair AS (a int, b int);
CREATE TABLE uses_pair (p only_type.pair, q int);
-- @ drop_type_schema
DROP SCHEMA only_type CASCADE;
-- @ quoted
CREATE SCHEMA "My App";
CREATE TABLE "My App"."Order" ("Id" serial PRIMARY KEY, "select" text, CONSTRAINT "Odd ""name""" CHECK ("select" <> ''));
CREATE INDEX "Order Idx" ON "My App"."Order" ("select");
COMMENT ON COLUMN "My App"."Order"."select" IS 'quoted';
-- @ quoted_rename
ALTER TABLE "My App"."Order" RENAME "select" TO "From";
ALTER TABLE "My App"."Order" RENAME CONSTRAINT "Odd ""name""" TO odd;
-- @ quoted_drop
DROP SCHEMA "My App" CASCADE;
