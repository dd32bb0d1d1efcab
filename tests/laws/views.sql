-- @ base
CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL, name text, active boolean DEFAULT true);
CREATE TABLE orders (id serial PRIMARY KEY, user_id int REFERENCES users(id), total numeric(10,2), placed_at timestamptz DEFAULT now());
-- @ chain
CREATE VIEW active_users AS SELECT * FROM users WHERE active;
CREATE VIEW user_totals AS SELECT u.id, u.email, sum(o.total) AS total FROM active_users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id, u.email;
CREATE MATERIALIZED VIEW top_users AS SELECT id, email, total FROM user_totals WHERE total > 100;
CREATE UNIQUE INDEX top_users_id ON top_users (id);
CREATE INDEX ON top_users (lower(email));
COMMENT ON VIEW user_totals IS 'Totals per user';
COMMENT ON COLUMN user_totals.total IS 'Sum of it''s orders';
COMMENT ON MATERIALIZED VIEW top_users IS 'The best';
COMMENT ON COLUMN top_users.email IS 'address';
-- @ add_column_under_star
ALTER TABLE users ADD COLUMN phone text;
-- @ rename_table_and_column
ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME COLUMN email TO mail;
-- @ retype_under_chain
DROP MATERIALIZED VIEW top_users;
DROP VIEW user_totals;
ALTER TABLE orders ALTER COLUMN total TYPE numeric(14,4);
CREATE VIEW user_totals AS SELECT u.id, u.email, sum(o.total) AS total, count(*) AS n FROM active_users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id, u.email;
-- @ replace_add_column
CREATE OR REPLACE VIEW active_users AS SELECT id, mail AS email, name, active, phone FROM people WHERE active;
-- @ rename_view_column
ALTER VIEW user_totals RENAME COLUMN n TO order_count;
-- @ view_options
CREATE VIEW v_opt WITH (security_barrier) AS SELECT id, name FROM people WHERE name IS NOT NULL WITH CASCADED CHECK OPTION;
ALTER VIEW active_users SET (security_barrier = true);
-- @ view_options_again
ALTER VIEW v_opt RESET (security_barrier);
ALTER VIEW v_opt SET (check_option = local);
ALTER VIEW active_users SET (security_invoker = true);
-- @ column_list
CREATE VIEW listed (a, b, c) AS SELECT id, mail, name FROM people;
CREATE RECURSIVE VIEW nums (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM nums WHERE n < 10;
-- @ rename_view
ALTER VIEW listed RENAME TO listed_people;
ALTER VIEW IF EXISTS nope RENAME TO nope2;
-- @ default_on_view
ALTER VIEW listed_people ALTER COLUMN c SET DEFAULT 'nobody';
-- @ default_off_view
ALTER VIEW listed_people ALTER COLUMN c DROP DEFAULT;
-- @ matview_again
CREATE MATERIALIZED VIEW IF NOT EXISTS mv AS SELECT p.*, o.total FROM people p JOIN orders o ON o.user_id = p.id WITH NO DATA;
CREATE INDEX mv_total ON mv (total DESC NULLS LAST) WHERE total > 0;
ALTER MATERIALIZED VIEW mv SET (fillfactor = 70);
ALTER MATERIALIZED VIEW mv ALTER COLUMN mail SET STATISTICS 100;
-- @ matview_rename
ALTER MATERIALIZED VIEW mv RENAME TO mv2;
ALTER INDEX mv_total RENAME TO mv2_total;
ALTER MATERIALIZED VIEW mv2 RENAME COLUMN total TO order_total;
-- @ drop_cascade
DROP VIEW active_users CASCADE;
-- @ drop_table_cascade
DROP TABLE people CASCADE;
-- @ view_moves
CREATE SCHEMA reports;
CREATE TABLE a (id int, x int);
CREATE VIEW va AS SELECT * FROM a;
CREATE VIEW vb AS SELECT va.*, 1 AS one FROM va;
-- @ view_set_schema
ALTER VIEW va SET SCHEMA reports;
-- @ drop_column_cascade
ALTER TABLE a DROP COLUMN x CASCADE;
-- @ view_over_function
CREATE FUNCTION double_it(i int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT i * 2 $$;
CREATE VIEW vf AS SELECT id, double_it(id) AS d FROM a;
-- @ drop_function_cascade
DROP FUNCTION double_it(int) CASCADE;
-- @ view_recreated_twice
DROP VIEW IF EXISTS nothing;
CREATE VIEW w AS SELECT id FROM a;
DROP VIEW w;
CREATE VIEW w AS SELECT id, 1 AS two FROM a;
CREATE OR REPLACE VIEW w AS SELECT id, 1 AS two, 'x'::text AS three FROM a;
-- @ replaced_with_dependents
CREATE VIEW w2 AS SELECT * FROM w;
GRANT SELECT ON w2 TO reader;
COMMENT ON VIEW w2 IS 'second';
-- @ replace_below_dependents
CREATE OR REPLACE VIEW w AS SELECT id, 1 AS two, 'x'::text AS three, 4 AS four FROM a;
-- @ retype_column_with_view_dropped
DROP VIEW w CASCADE;
ALTER TABLE a ALTER COLUMN id TYPE bigint;
CREATE VIEW w AS SELECT id FROM a;
CREATE VIEW w2 AS SELECT id FROM w;
GRANT SELECT ON w2 TO reader;
-- @ group_by_pk
CREATE TABLE g (id int PRIMARY KEY, n text);
CREATE VIEW vg AS SELECT g.id, g.n, count(*) FROM g JOIN a ON a.id = g.id GROUP BY g.id;
-- @ with_clause
CREATE VIEW vw AS WITH t AS (SELECT * FROM g), s AS (SELECT id FROM t) SELECT t.*, (SELECT max(id) FROM s) AS m FROM t;
-- @ drop_with_clause
DROP VIEW vw, vg;
-- @ table_rename_under_star
CREATE VIEW vstar AS SELECT * FROM g;
ALTER TABLE g ADD COLUMN later int;
ALTER TABLE g RENAME COLUMN n TO label;
-- @ drop_star
DROP VIEW vstar;
-- @ matview_of_matview
CREATE MATERIALIZED VIEW m1 AS SELECT id, label FROM g;
CREATE MATERIALIZED VIEW m2 AS SELECT id FROM m1;
CREATE UNIQUE INDEX ON m1 (id);
CREATE INDEX ON m2 (id);
-- @ matview_drop_cascade
DROP MATERIALIZED VIEW m1 CASCADE;
-- @ view_values
CREATE VIEW vv AS VALUES (1, 'a'), (2, 'b');
CREATE VIEW vt AS TABLE g;
CREATE VIEW lat AS SELECT g.id, x.n FROM g CROSS JOIN LATERAL (SELECT count(*) AS n FROM a WHERE a.id = g.id) x;
CREATE VIEW jn AS SELECT * FROM g NATURAL JOIN a;
CREATE VIEW js AS SELECT * FROM g JOIN a USING (id);
-- @ drop_values
DROP VIEW vv, vt, lat, jn, js;
