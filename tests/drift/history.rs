//! A history with something of every kind, and single changes of the database that it builds.

/// The files.
pub const FILES: [(&str, &str); 4] = [
    (
        "1_members.sql",
        "CREATE SCHEMA club;\n\
         CREATE TYPE club.rank AS ENUM ('junior', 'senior');\n\
         CREATE TYPE club.address AS (street text, town text);\n\
         CREATE DOMAIN club.score AS integer DEFAULT 0 CONSTRAINT not_negative CHECK (VALUE >= 0);\n\
         CREATE TABLE members (id serial PRIMARY KEY, name varchar(80) NOT NULL, email text UNIQUE, rank club.rank NOT NULL DEFAULT 'junior',\n\
           points club.score, joined timestamptz NOT NULL DEFAULT now(), fee numeric(8, 2) NOT NULL DEFAULT 10.5,\n\
           state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'paid', 'gone')), at_home club.address);\n\
         COMMENT ON TABLE members IS 'Who belongs to the club';\n\
         COMMENT ON COLUMN members.fee IS 'In euro';\n\
         CREATE INDEX members_joined ON members (joined DESC);\n\
         CREATE INDEX members_paying ON members (lower(name)) WHERE state <> 'gone';\n",
    ),
    (
        "2_matches.sql",
        "CREATE TABLE club.matches (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, home integer NOT NULL REFERENCES members (id) ON DELETE CASCADE,\n\
           guest integer REFERENCES members, goals integer NOT NULL DEFAULT 0, goals_twice integer GENERATED ALWAYS AS (goals * 2) STORED,\n\
           played date, CONSTRAINT not_against_oneself CHECK (home <> guest));\n\
         CREATE SEQUENCE club.tickets START 100 INCREMENT BY 5;\n\
         CREATE VIEW club.results AS SELECT m.id, h.name AS home, g.name AS guest, m.goals FROM club.matches m\n\
           JOIN members h ON h.id = m.home LEFT JOIN members g ON g.id = m.guest WHERE m.goals >= 0;\n\
         CREATE MATERIALIZED VIEW club.totals AS SELECT home, sum(goals) AS goals FROM club.matches GROUP BY home;\n",
    ),
    (
        "3_rules.sql",
        "CREATE FUNCTION club.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.joined := now(); RETURN NEW; END $$;\n\
         CREATE TRIGGER touch BEFORE UPDATE OF name ON members FOR EACH ROW EXECUTE FUNCTION club.touch();\n\
         CREATE FUNCTION add_up(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';\n\
         ALTER TABLE members ENABLE ROW LEVEL SECURITY;\n\
         CREATE POLICY own ON members FOR SELECT USING (name = current_user);\n\
         GRANT SELECT ON members TO reader;\n\
         CREATE TABLE log_entries (at timestamptz NOT NULL, text text) PARTITION BY RANGE (at);\n\
         CREATE TABLE log_entries_2020 PARTITION OF log_entries FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');\n\
         CREATE INDEX log_entries_at ON log_entries (at);\n",
    ),
    (
        "4_guests.sql",
        "ALTER TABLE members ADD COLUMN invited_by integer REFERENCES members (id);\nCREATE INDEX ON members (invited_by);\n",
    ),
];

/// A change, and the one difference that it makes: kind, class and name.
pub type Change = (&'static str, &'static str, &'static str, &'static str);

/// Changes that somebody could make by hand.
pub const CHANGES: [Change; 39] = [
    ("ALTER TABLE members ALTER fee TYPE numeric(10, 2)", "different", "column", "public.members.fee"),
    ("ALTER TABLE members ALTER fee SET DEFAULT 12", "different", "column", "public.members.fee"),
    ("ALTER TABLE members ALTER state DROP DEFAULT", "different", "column", "public.members.state"),
    ("ALTER TABLE members ALTER email SET NOT NULL", "different", "column", "public.members.email"),
    ("ALTER TABLE members ALTER fee DROP NOT NULL", "different", "column", "public.members.fee"),
    ("ALTER TABLE members ADD COLUMN nickname text", "extra", "column", "public.members.nickname"),
    ("ALTER TABLE members DROP COLUMN at_home", "missing", "column", "public.members.at_home"),
    ("ALTER TABLE members ALTER name SET STATISTICS 500", "different", "column", "public.members.name"),
    ("DROP INDEX members_joined", "missing", "index", "public.members_joined"),
    ("DROP INDEX members_joined; CREATE INDEX members_joined ON members (joined)", "different", "index", "public.members_joined"),
    ("CREATE INDEX strange ON members (fee)", "extra", "index", "public.strange"),
    ("ALTER TABLE members DROP CONSTRAINT members_email_key", "missing", "unique constraint", "public.members.members_email_key"),
    ("ALTER TABLE club.matches DROP CONSTRAINT matches_guest_fkey", "missing", "foreign key", "club.matches.matches_guest_fkey"),
    (
        "ALTER TABLE club.matches DROP CONSTRAINT matches_guest_fkey, ADD CONSTRAINT matches_guest_fkey FOREIGN KEY (guest) REFERENCES members ON DELETE SET NULL",
        "different",
        "foreign key",
        "club.matches.matches_guest_fkey",
    ),
    (
        "ALTER TABLE members DROP CONSTRAINT members_state_check",
        "missing",
        "check constraint",
        "public.members.members_state_check",
    ),
    (
        "ALTER TABLE members DROP CONSTRAINT members_state_check, ADD CONSTRAINT members_state_check CHECK (state IN ('new', 'paid'))",
        "different",
        "check constraint",
        "public.members.members_state_check",
    ),
    ("ALTER TABLE members ADD CONSTRAINT dear CHECK (fee > 1) NOT VALID", "extra", "check constraint", "public.members.dear"),
    (
        "CREATE TABLE provider_history (id serial PRIMARY KEY, what text NOT NULL); CREATE INDEX ON provider_history (what)",
        "extra",
        "table",
        "public.provider_history",
    ),
    ("ALTER TABLE members DISABLE ROW LEVEL SECURITY", "different", "table", "public.members"),
    ("ALTER TABLE members SET (fillfactor = 70)", "different", "table", "public.members"),
    ("CREATE VIEW strangers AS SELECT 1 AS one", "extra", "view", "public.strangers"),
    ("DROP VIEW club.results", "missing", "view", "club.results"),
    (
        "CREATE OR REPLACE VIEW club.results AS SELECT m.id, h.name AS home, g.name AS guest, m.goals FROM club.matches m \
         JOIN members h ON h.id = m.home LEFT JOIN members g ON g.id = m.guest WHERE m.goals >= 3",
        "different",
        "view",
        "club.results",
    ),
    ("ALTER TYPE club.rank ADD VALUE 'veteran'", "different", "type", "club.rank"),
    ("ALTER TYPE club.address ADD ATTRIBUTE zip text", "different", "type", "club.address"),
    ("ALTER DOMAIN club.score SET DEFAULT 7", "different", "domain", "club.score"),
    ("ALTER DOMAIN club.score DROP CONSTRAINT not_negative", "missing", "domain constraint", "club.score.not_negative"),
    (
        "CREATE OR REPLACE FUNCTION club.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "different",
        "function",
        "club.touch()",
    ),
    ("ALTER FUNCTION add_up(integer, integer) VOLATILE", "different", "function", "public.add_up(integer,integer)"),
    ("ALTER TABLE members DISABLE TRIGGER touch", "different", "trigger", "public.members.touch"),
    ("DROP TRIGGER touch ON members", "missing", "trigger", "public.members.touch"),
    ("DROP POLICY own ON members", "missing", "policy", "public.members.own"),
    ("ALTER POLICY own ON members USING (true)", "different", "policy", "public.members.own"),
    ("ALTER SEQUENCE club.tickets INCREMENT BY 7", "different", "sequence", "club.tickets"),
    ("COMMENT ON TABLE members IS 'Everybody'", "different", "comment", "table public.members"),
    ("COMMENT ON COLUMN members.fee IS NULL", "missing", "comment", "column public.members.fee"),
    ("GRANT SELECT ON club.matches TO reader", "extra", "grant", "table club.matches to reader"),
    ("REVOKE SELECT ON members FROM reader", "missing", "grant", "table public.members to reader"),
    ("CREATE EXTENSION citext", "extra", "extension", "citext"),
];
