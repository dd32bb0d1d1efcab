-- At least one of everything that `pg_dump -s` prints. The roles reader, writer and app_owner are there. For PostgreSQL 15 on.

CREATE SCHEMA app;
CREATE SCHEMA "Odd name";
COMMENT ON SCHEMA app IS 'the application';
CREATE EXTENSION hstore WITH SCHEMA app;
COMMENT ON EXTENSION hstore IS 'pairs';
CREATE EXTENSION postgres_fdw;

-- Types.
CREATE TYPE app.mood AS ENUM ('sad', 'it''s ok', 'happy');
ALTER TYPE app.mood ADD VALUE 'so so' BEFORE 'happy';
COMMENT ON TYPE app.mood IS 'how it feels';
CREATE TYPE app.pair AS (a integer, "B" text COLLATE "C", c app.mood[]);
COMMENT ON TYPE app.pair IS 'two and more';
COMMENT ON COLUMN app.pair.a IS 'the first';
CREATE DOMAIN app.email AS text COLLATE "C" DEFAULT 'none@example.org' CONSTRAINT at CHECK (VALUE LIKE '%@%') NOT NULL;
ALTER DOMAIN app.email ADD CONSTRAINT short CHECK (length(VALUE) < 100) NOT VALID;
COMMENT ON DOMAIN app.email IS 'an address';
COMMENT ON CONSTRAINT at ON DOMAIN app.email IS 'has an at sign';
CREATE DOMAIN app.emails AS app.email[];
CREATE TYPE app.spans AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE app.names AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);
CREATE TYPE app.waiting;
CREATE TYPE app.raw;
CREATE FUNCTION app.raw_in(cstring) RETURNS app.raw LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION app.raw_out(app.raw) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE app.raw (INPUT = app.raw_in, OUTPUT = app.raw_out, LIKE = text, CATEGORY = 'S', DEFAULT = 'x', DELIMITER = ';', COLLATABLE = true);
CREATE TYPE app.steps;
CREATE FUNCTION app.steps_canonical(app.steps) RETURNS app.steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE app.steps AS RANGE (subtype = integer, canonical = app.steps_canonical);

-- Routines.
CREATE FUNCTION app.add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 3 AS $$ SELECT a + b $$;
COMMENT ON FUNCTION app.add(integer, integer) IS 'adds';
CREATE FUNCTION app.add(a text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'app', 'public' SET work_mem TO '8MB' AS $f$
BEGIN
    RETURN a || '$$';
END $f$;
CREATE FUNCTION app.lots(OUT a integer, OUT b text, VARIADIC c numeric[] DEFAULT '{}') RETURNS SETOF record LANGUAGE sql ROWS 10 AS 'SELECT 1, ''x''';
CREATE FUNCTION app.table_of(n integer) RETURNS TABLE (x integer, "Y" text) LANGUAGE sql STABLE LEAKPROOF AS 'SELECT 1, ''y''';
CREATE FUNCTION app.modern(a integer) RETURNS integer LANGUAGE sql RETURN a + 1;
CREATE FUNCTION app.modern_too(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT app.modern(a) + 1; END;
CREATE PROCEDURE app.work(INOUT a integer) LANGUAGE plpgsql AS 'BEGIN COMMIT; END';
COMMENT ON PROCEDURE app.work(integer) IS 'works';
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', COMBINEFUNC = int4pl, PARALLEL = safe,
    MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer);
COMMENT ON AGGREGATE app.total(integer) IS 'sums';
CREATE AGGREGATE app.every_row(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
COMMENT ON AGGREGATE app.every_row(*) IS 'counts';
CREATE AGGREGATE app.percentile(float8 ORDER BY float8) (SFUNC = ordered_set_transition, STYPE = internal,
    FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE app.ranked(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
    FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE app.smallest(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = <);
COMMENT ON AGGREGATE app.percentile(float8 ORDER BY float8) IS 'ordered';

-- Operators.
CREATE FUNCTION app.eqi(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) = lower($2)';
CREATE FUNCTION app.nei(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) <> lower($2)';
CREATE OPERATOR app.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = app.eqi, COMMUTATOR = OPERATOR(app.===), NEGATOR = OPERATOR(app.!==),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR app.!== (LEFTARG = text, RIGHTARG = text, FUNCTION = app.nei, COMMUTATOR = OPERATOR(app.!==), NEGATOR = OPERATOR(app.===));
CREATE OPERATOR app.@! (RIGHTARG = integer, FUNCTION = int4abs);
COMMENT ON OPERATOR app.=== (text, text) IS 'the same but for case';
COMMENT ON OPERATOR app.@! (NONE, integer) IS 'absolute';
CREATE OPERATOR FAMILY app.numbers USING btree;
COMMENT ON OPERATOR FAMILY app.numbers USING btree IS 'numbers';
CREATE OPERATOR CLASS app.int_ops FOR TYPE integer USING btree FAMILY app.numbers AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
COMMENT ON OPERATOR CLASS app.int_ops USING btree IS 'as usual';
ALTER OPERATOR FAMILY app.numbers USING btree ADD OPERATOR 1 < (integer, bigint), OPERATOR 3 = (integer, bigint),
    FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
CREATE OPERATOR CLASS app.hash_only FOR TYPE app.raw USING hash AS STORAGE app.raw;
CREATE OPERATOR CLASS app.nearest FOR TYPE point USING gist AS
    OPERATOR 1 <<, OPERATOR 15 <-> FOR ORDER BY pg_catalog.float_ops, FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal),
    FUNCTION 2 gist_box_union(internal, internal), FUNCTION 3 gist_point_compress(internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
    FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal), STORAGE box;
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD btree2 TYPE INDEX HANDLER bthandler;
COMMENT ON ACCESS METHOD heap2 IS 'a heap';
CREATE FUNCTION app.raw_to_int(app.raw) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (app.raw AS text) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (app.raw AS integer) WITH FUNCTION app.raw_to_int(app.raw) AS ASSIGNMENT;
CREATE CAST (app.raw AS app.email) WITH INOUT;
COMMENT ON CAST (app.raw AS text) IS 'free';
CREATE COLLATION app.plain (locale = 'C');
CREATE COLLATION app.fold (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
COMMENT ON COLLATION app.fold IS 'no case';
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION app.latin_default FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8;
COMMENT ON CONVERSION app.latin IS 'to Unicode';

-- Text search.
CREATE TEXT SEARCH PARSER app.words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH TEMPLATE app.simply (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY app.english (TEMPLATE = pg_catalog.simple, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION app.en (PARSER = app.words);
ALTER TEXT SEARCH CONFIGURATION app.en ADD MAPPING FOR asciiword, word WITH app.english, pg_catalog.english_stem;
COMMENT ON TEXT SEARCH CONFIGURATION app.en IS 'English';
COMMENT ON TEXT SEARCH DICTIONARY app.english IS 'words';
COMMENT ON TEXT SEARCH PARSER app.words IS 'cuts';
COMMENT ON TEXT SEARCH TEMPLATE app.simply IS 'simple';

-- Languages.
CREATE PROCEDURAL LANGUAGE plmine HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE TRUSTED LANGUAGE pltrusted HANDLER plpgsql_call_handler;
COMMENT ON LANGUAGE plmine IS 'mine';
CREATE FUNCTION app.from_mood(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'prsd_lextype';
CREATE TRANSFORM FOR app.mood LANGUAGE plmine (FROM SQL WITH FUNCTION app.from_mood(internal));
COMMENT ON TRANSFORM FOR app.mood LANGUAGE plmine IS 'moods';

-- Sequences.
CREATE SEQUENCE app.numbers_seq AS smallint INCREMENT BY -2 MINVALUE -100 MAXVALUE 100 START WITH 10 CACHE 5 CYCLE;
COMMENT ON SEQUENCE app.numbers_seq IS 'down';
CREATE UNLOGGED SEQUENCE app.fast_seq;

-- Tables.
CREATE TABLE app.users (
    id bigserial PRIMARY KEY,
    email app.email,
    "Name" varchar(40) COLLATE "C" NOT NULL DEFAULT 'x',
    mood app.mood DEFAULT 'happy',
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    n integer DEFAULT app.add(1, 2),
    twice integer GENERATED ALWAYS AS (n * 2) STORED,
    pair app.pair,
    created timestamptz DEFAULT now(),
    on_day timestamptz DEFAULT '2020-01-02 03:04:05+00',
    price numeric(10, 2) CONSTRAINT positive CHECK (price > 0),
    gone integer,
    CONSTRAINT users_email_key UNIQUE (email) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT users_name_key UNIQUE NULLS NOT DISTINCT ("Name") INCLUDE (n) WITH (fillfactor = 80)
) WITH (fillfactor = 70, toast.autovacuum_enabled = false);
ALTER TABLE app.users DROP COLUMN gone;
ALTER TABLE app.users ADD CONSTRAINT unchecked CHECK (n > 0) NOT VALID;
ALTER TABLE app.users ADD CONSTRAINT alone CHECK (n < 100) NO INHERIT;
ALTER TABLE app.users ALTER COLUMN tags SET STORAGE external, ALTER COLUMN n SET STATISTICS 500, ALTER COLUMN n SET (n_distinct = 5);
ALTER TABLE app.users ALTER COLUMN "Name" SET COMPRESSION pglz;
COMMENT ON TABLE app.users IS E'people\\with a backslash';
COMMENT ON COLUMN app.users."Name" IS 'the name';
COMMENT ON CONSTRAINT positive ON app.users IS 'not free';
CREATE UNLOGGED TABLE app.cache (key text, value app.hstore);
CREATE TABLE app.items (
    id integer GENERATED ALWAYS AS IDENTITY,
    other integer GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME app.other_numbers START WITH 100 INCREMENT BY 10),
    user_id bigint REFERENCES app.users ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE,
    during tsrange,
    CONSTRAINT items_pkey PRIMARY KEY (id),
    EXCLUDE USING gist (during WITH &&)
);
ALTER TABLE app.items ADD CONSTRAINT later FOREIGN KEY (user_id) REFERENCES app.users MATCH FULL NOT VALID;
ALTER TABLE app.items CLUSTER ON items_pkey;
ALTER TABLE app.items REPLICA IDENTITY USING INDEX items_pkey;
CREATE TABLE app.own_heap (a integer) USING heap2;
ALTER TABLE app.own_heap REPLICA IDENTITY FULL;
CREATE TABLE app.typed OF app.pair (a WITH OPTIONS DEFAULT 5 NOT NULL, PRIMARY KEY (a));
CREATE TABLE app.typed_plain OF app.pair;
CREATE TABLE app.nothing ();
CREATE SEQUENCE app.own_seq OWNED BY app.cache.key;
CREATE FUNCTION app.rate(u app.users) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT u.n';
ALTER TABLE app.users ADD CONSTRAINT rated CHECK (app.rate(users) IS NOT NULL);

-- Inheritance and partitions.
CREATE TABLE app.animals (name text NOT NULL, legs integer DEFAULT 4, weight integer, CONSTRAINT some_legs CHECK (legs > 0));
CREATE TABLE app.birds (wings integer DEFAULT 2, legs integer DEFAULT 2) INHERITS (app.animals);
CREATE TABLE app.ducks (CONSTRAINT quack CHECK (wings = 2)) INHERITS (app.birds);
ALTER TABLE app.ducks ALTER COLUMN weight SET DEFAULT 3, ALTER COLUMN weight SET NOT NULL, ALTER COLUMN legs DROP DEFAULT;
CREATE TABLE app.events (at date NOT NULL, kind text DEFAULT 'x', n integer, who bigint, PRIMARY KEY (at, n), CONSTRAINT counted CHECK (n > 0),
    FOREIGN KEY (who) REFERENCES app.users) PARTITION BY RANGE (at);
CREATE TABLE app.events_2020 PARTITION OF app.events (kind DEFAULT 'y') FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE app.events_rest PARTITION OF app.events DEFAULT PARTITION BY LIST (n);
CREATE TABLE app.events_rest_a PARTITION OF app.events_rest FOR VALUES IN (1, 2);
CREATE TABLE app.hashed (id integer) PARTITION BY HASH (abs(id));
CREATE TABLE app.hashed_0 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE INDEX events_kind ON app.events (kind);
CREATE INDEX ON ONLY app.hashed (id);
COMMENT ON INDEX app.events_kind IS 'kinds';
CREATE TRIGGER touch_events BEFORE INSERT ON app.events FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.events_2020 DISABLE TRIGGER touch_events;

-- Indexes and statistics.
CREATE INDEX users_lower ON app.users (lower("Name") COLLATE "C" DESC NULLS LAST, n) INCLUDE (mood) WHERE n > 0;
ALTER INDEX app.users_lower ALTER COLUMN 1 SET STATISTICS 300;
CREATE UNIQUE INDEX users_n ON app.users (n) NULLS NOT DISTINCT WITH (fillfactor = 60);
CREATE UNIQUE INDEX own_heap_a ON app.own_heap (a);
ALTER TABLE app.own_heap CLUSTER ON own_heap_a;
ALTER TABLE app.own_heap ALTER COLUMN a SET NOT NULL;
CREATE INDEX items_class ON app.items (user_id) ;
CREATE INDEX own_class ON app.items USING btree (id app.int_ops);
CREATE INDEX tags_gin ON app.users USING gin (tags) WITH (fastupdate = off);
CREATE STATISTICS app.user_stats (dependencies, ndistinct) ON n, created FROM app.users;
CREATE STATISTICS app.expr_stats ON lower("Name"), n FROM app.users;
ALTER STATISTICS app.user_stats SET STATISTICS 77;
COMMENT ON STATISTICS app.user_stats IS 'stats';

-- Views, rules, triggers, policies.
CREATE VIEW app.people WITH (security_barrier) AS SELECT id, "Name", n FROM app.users WHERE n > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW app.people_too AS SELECT p.*, app.add(n) AS more FROM app.people p;
ALTER VIEW app.people ALTER COLUMN n SET DEFAULT 7;
COMMENT ON VIEW app.people IS 'who';
COMMENT ON COLUMN app.people.n IS 'how many';
CREATE VIEW app.grouped AS SELECT u.id, u."Name", count(*) AS n FROM app.users u JOIN app.items i ON i.user_id = u.id GROUP BY u.id;
CREATE RECURSIVE VIEW app.counting (n) AS SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < 10;
CREATE MATERIALIZED VIEW app.sums WITH (fillfactor = 50) AS SELECT n, count(*) AS many, max(tags) AS tags FROM app.users GROUP BY n WITH NO DATA;
ALTER MATERIALIZED VIEW app.sums ALTER COLUMN tags SET STORAGE external;
CREATE UNIQUE INDEX sums_n ON app.sums (n);
COMMENT ON MATERIALIZED VIEW app.sums IS 'sums';
CREATE RULE no_delete AS ON DELETE TO app.cache DO INSTEAD NOTHING;
CREATE RULE log_update AS ON UPDATE TO app.cache WHERE new.key = 'x' DO ALSO INSERT INTO app.nothing DEFAULT VALUES;
ALTER TABLE app.cache DISABLE RULE log_update;
COMMENT ON RULE no_delete ON app.cache IS 'stays';
CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF n, "Name" ON app.users FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION app.touch('a', 'it''s');
CREATE TRIGGER touched AFTER UPDATE ON app.users REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION app.touch();
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON app.items FROM app.users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE TRIGGER instead INSTEAD OF INSERT ON app.people FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.users DISABLE TRIGGER touched;
ALTER TABLE app.items ENABLE ALWAYS TRIGGER late;
COMMENT ON TRIGGER touch ON app.users IS 'touches';
ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.items ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON app.users AS RESTRICTIVE FOR UPDATE TO reader, writer USING (n > 0) WITH CHECK (n < 10);
CREATE POLICY everyone ON app.items USING (true);
COMMENT ON POLICY mine ON app.users IS 'own rows';
CREATE FUNCTION app.all_people() RETURNS SETOF app.people LANGUAGE sql BEGIN ATOMIC SELECT * FROM app.people; END;

-- Foreign data.
CREATE FOREIGN DATA WRAPPER dummy OPTIONS (debug 'true');
CREATE FOREIGN DATA WRAPPER pgw HANDLER postgres_fdw_handler VALIDATOR postgres_fdw_validator;
COMMENT ON FOREIGN DATA WRAPPER dummy IS 'nothing';
CREATE SERVER far TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER dummy OPTIONS (host 'h', "Odd" 'o''o');
CREATE SERVER near FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h');
COMMENT ON SERVER far IS 'away';
CREATE USER MAPPING FOR PUBLIC SERVER far;
CREATE USER MAPPING FOR reader SERVER near OPTIONS (user 'u', password 'secret');
CREATE FOREIGN TABLE app.remote (id integer OPTIONS (column_name 'nr') NOT NULL, t text COLLATE "C" DEFAULT 'x', CONSTRAINT big CHECK (id > 10))
    SERVER near OPTIONS (table_name 'tt');
COMMENT ON FOREIGN TABLE app.remote IS 'there';
CREATE FOREIGN TABLE app.hashed_1 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1) SERVER far;

-- Publications, subscriptions, event triggers.
CREATE PUBLICATION few FOR TABLE app.users (id, n) WHERE (n > 5), ONLY app.animals WITH (publish = 'insert, delete');
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish_via_partition_root = true);
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA app;
COMMENT ON PUBLICATION few IS 'a few';
CREATE SUBSCRIPTION feed CONNECTION '' PUBLICATION a, "B" WITH (connect = false, slot_name = NONE, binary = true);
COMMENT ON SUBSCRIPTION feed IS 'in';
CREATE FUNCTION app.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION app.on_ddl();
CREATE EVENT TRIGGER sleeping ON sql_drop EXECUTE FUNCTION app.on_ddl();
ALTER EVENT TRIGGER sleeping DISABLE;
COMMENT ON EVENT TRIGGER watch IS 'watches';
ALTER FUNCTION app.touch() DEPENDS ON EXTENSION hstore;

-- Owners and privileges.
ALTER SCHEMA "Odd name" OWNER TO app_owner;
CREATE TABLE "Odd name"."A table" (id serial PRIMARY KEY, "a column" text);
ALTER TABLE "Odd name"."A table" OWNER TO app_owner;
ALTER FUNCTION app.on_ddl() OWNER TO app_owner;
ALTER VIEW app.people_too OWNER TO app_owner;
ALTER TYPE app.pair OWNER TO app_owner;
ALTER OPERATOR app.@! (NONE, integer) OWNER TO app_owner;
ALTER OPERATOR CLASS app.nearest USING gist OWNER TO app_owner;
ALTER TEXT SEARCH DICTIONARY app.english OWNER TO app_owner;
ALTER SERVER far OWNER TO app_owner;
GRANT USAGE ON SCHEMA app TO reader, writer;
GRANT ALL ON app.users TO writer WITH GRANT OPTION;
GRANT SELECT, UPDATE ON app.users TO reader;
GRANT SELECT (id, other), UPDATE (other) ON app.items TO reader;
GRANT SELECT ("a column") ON "Odd name"."A table" TO PUBLIC;
SET SESSION AUTHORIZATION writer;
GRANT SELECT ON app.users TO app_owner;
RESET SESSION AUTHORIZATION;
REVOKE ALL ON FUNCTION app.add(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.add(integer, integer) TO reader;
GRANT EXECUTE ON PROCEDURE app.work(integer) TO reader;
REVOKE ALL ON FUNCTION app.total(integer) FROM PUBLIC;
GRANT USAGE ON SEQUENCE app.numbers_seq TO reader;
REVOKE USAGE ON TYPE app.mood FROM PUBLIC;
REVOKE USAGE ON DOMAIN app.email FROM PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON FOREIGN DATA WRAPPER dummy TO reader;
GRANT USAGE ON FOREIGN SERVER near TO reader WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO reader;
GRANT CREATE ON SCHEMA public TO reader;
REVOKE ALL ON app.animals FROM postgres;
COMMENT ON SCHEMA public IS 'changed';
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO writer WITH GRANT OPTION;
