-- What PostgreSQL 16 to 18 have beyond everything.sql.
CREATE TABLE app.newer (
    id integer CONSTRAINT id_needed NOT NULL,
    named integer CONSTRAINT newer_named_not_null NOT NULL NO INHERIT,
    later text,
    virtual integer GENERATED ALWAYS AS (id * 2) VIRTUAL,
    stored integer GENERATED ALWAYS AS (id * 3) STORED,
    CONSTRAINT unenforced CHECK (id > 0) NOT ENFORCED
);
ALTER TABLE app.newer ADD CONSTRAINT later_needed NOT NULL later NOT VALID;
CREATE TABLE app.timed (key int4range, during daterange, CONSTRAINT timed_pkey PRIMARY KEY (key, during WITHOUT OVERLAPS));
CREATE TABLE app.referring (id integer, key int4range, during daterange,
    FOREIGN KEY (key, PERIOD during) REFERENCES app.timed (key, PERIOD during),
    CONSTRAINT loose FOREIGN KEY (id) REFERENCES app.own_heap (a) NOT ENFORCED);
CREATE TABLE app.parent_of (a integer CONSTRAINT a_there NOT NULL, b integer);
CREATE TABLE app.child_of (c integer, CONSTRAINT b_there NOT NULL b) INHERITS (app.parent_of);
CREATE TABLE app.child_too (CONSTRAINT a_there NOT NULL a) INHERITS (app.parent_of);
CREATE DOMAIN app.sure AS integer CONSTRAINT quite_sure NOT NULL;
CREATE COLLATION app.built (provider = builtin, locale = 'C.UTF-8');
CREATE COLLATION app.ruled (provider = icu, locale = 'und', rules = '&a < g');
CREATE PUBLICATION generated FOR TABLE app.newer WITH (publish_generated_columns = stored);
CREATE SUBSCRIPTION newer_feed CONNECTION '' PUBLICATION a WITH (connect = false, slot_name = NONE, streaming = off, origin = none, run_as_owner = true);
ALTER TABLE app.newer ALTER COLUMN id SET STATISTICS 0;
GRANT MAINTAIN ON app.newer TO reader;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO reader;
CREATE FUNCTION app.login() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER logged_in ON login EXECUTE FUNCTION app.login();
ALTER EVENT TRIGGER logged_in DISABLE;
