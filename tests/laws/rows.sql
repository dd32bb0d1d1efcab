-- @ base
CREATE TABLE roles (id int PRIMARY KEY, name text UNIQUE);
CREATE TABLE users (id serial PRIMARY KEY, role_id int REFERENCES roles(id), email text);
INSERT INTO roles VALUES (1, 'admin'), (2, 'user');
INSERT INTO users (role_id, email) VALUES (1, 'a@x'), (2, 'b@x'), (2, NULL);
-- @ more_rows
INSERT INTO roles (id, name) VALUES (3, 'guest') ON CONFLICT (id) DO NOTHING;
INSERT INTO roles (id, name) VALUES (2, 'user') ON CONFLICT DO NOTHING;
-- @ new_table_rows_fk
CREATE TABLE perms (code text PRIMARY KEY, descr text);
INSERT INTO perms VALUES ('r', 'read'), ('w', 'write');
CREATE TABLE role_perms (role_id int REFERENCES roles(id), perm text REFERENCES perms(code), PRIMARY KEY (role_id, perm));
INSERT INTO role_perms SELECT r.id, p.code FROM roles r, perms p;
-- @ drop_not_null_fk
ALTER TABLE users ADD COLUMN main_role int;
UPDATE users SET main_role = role_id;
ALTER TABLE users ALTER COLUMN main_role SET NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_main_role_fkey FOREIGN KEY (main_role) REFERENCES roles(id);
-- @ dropped
ALTER TABLE users DROP COLUMN main_role;
-- @ unique_column
ALTER TABLE users ADD COLUMN slug text;
UPDATE users SET slug = 'u' || id;
ALTER TABLE users ALTER COLUMN slug SET NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_slug_key UNIQUE (slug);
-- @ unique_dropped
ALTER TABLE users DROP COLUMN slug;
-- @ backfill_then_constraint
UPDATE users SET email = 'none-' || id WHERE email IS NULL;
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
-- @ uuid_pk
CREATE TABLE things (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), label text NOT NULL);
INSERT INTO things (label) VALUES ('x'), ('y');
-- @ pk_swapped
ALTER TABLE things ADD COLUMN num bigserial;
ALTER TABLE things DROP CONSTRAINT things_pkey;
ALTER TABLE things ADD PRIMARY KEY (num);
ALTER TABLE things DROP COLUMN id;
-- @ not_null_dropped
ALTER TABLE things DROP COLUMN label;
-- @ setval
SELECT setval('users_id_seq', 100);
SELECT setval(pg_get_serial_sequence('users', 'id'), (SELECT max(id) FROM users));
ALTER SEQUENCE users_id_seq RESTART WITH 200;
-- @ copy_rows
CREATE TABLE countries (code char(2) PRIMARY KEY, name text);
COPY countries (code, name) FROM stdin;
DE	Germany
TR	Türkiye
\.
-- @ copy_more, known: rows that COPY brings stay
COPY countries (code, name) FROM stdin;
FR	France
\.
-- @ delete_then_constraint
DELETE FROM users WHERE email LIKE 'none%';
ALTER TABLE users ADD CONSTRAINT email_ok CHECK (email LIKE '%@%');
-- @ truncate
TRUNCATE role_perms;
ALTER TABLE role_perms ADD COLUMN granted_by int NOT NULL REFERENCES users(id);
-- @ type_change
ALTER TABLE users ADD COLUMN age text;
UPDATE users SET age = '10';
-- @ text_to_int
ALTER TABLE users ALTER COLUMN age TYPE int USING age::int;
-- @ int_to_bool
ALTER TABLE users ALTER COLUMN age TYPE boolean USING (age > 5);
-- @ cte_insert, known: rows that a query inserts stay
WITH n AS (INSERT INTO roles VALUES (9, 'nine') RETURNING id) INSERT INTO users (role_id, email) SELECT id, 'n@x' FROM n;
-- @ on_conflict_update
INSERT INTO roles (id, name) VALUES (1, 'root') ON CONFLICT (id) DO UPDATE SET name = excluded.name;
-- @ enum_from_text
CREATE TYPE lvl AS ENUM ('low', 'high');
ALTER TABLE roles ADD COLUMN level text NOT NULL DEFAULT 'low';
ALTER TABLE roles ALTER COLUMN level DROP DEFAULT;
ALTER TABLE roles ALTER COLUMN level TYPE lvl USING level::lvl;
ALTER TABLE roles ALTER COLUMN level SET DEFAULT 'low';
-- @ enum_add
ALTER TYPE lvl ADD VALUE 'mid' BEFORE 'high';
-- @ drop_enum_column
ALTER TABLE roles DROP COLUMN level;
DROP TYPE lvl;
-- @ domain_rows
CREATE DOMAIN email_t AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE contacts (e email_t NOT NULL, n int NOT NULL);
INSERT INTO contacts VALUES ('a@b', 1);
-- @ domain_dropped, known: no value is known for a domain with a check
ALTER TABLE contacts DROP COLUMN e;
-- @ checked_column_dropped
ALTER TABLE contacts ADD CONSTRAINT n_pos CHECK (n > 0);
-- @ checked_dropped, known: the stand-in value does not meet a check
ALTER TABLE contacts DROP COLUMN n;
-- @ insert_returning
INSERT INTO roles (id, name) VALUES (20, 'twenty') RETURNING id;
UPDATE roles SET name = upper(name);
-- @ merge
MERGE INTO roles r USING (VALUES (30, 'thirty')) v(id, name) ON r.id = v.id WHEN NOT MATCHED THEN INSERT VALUES (v.id, v.name);
-- @ rows_then_drop
DELETE FROM users;
DROP TABLE role_perms, perms;
DELETE FROM roles WHERE id = 1;
