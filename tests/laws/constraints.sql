-- @ make
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE a (id int PRIMARY KEY, x int UNIQUE, y int, z int, UNIQUE (y, z), CHECK (x > 0), CHECK (y > z), CONSTRAINT named CHECK (z > 1));
CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a ON DELETE CASCADE, ax int REFERENCES a (x) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED, y int, z int, FOREIGN KEY (y, z) REFERENCES a (y, z) MATCH FULL);
CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree, room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room > 0));
-- @ add and drop
ALTER TABLE a ADD CHECK (id > 0), ADD CONSTRAINT nv CHECK (id < 1000) NOT VALID;
ALTER TABLE b DROP CONSTRAINT b_a_id_fkey, ADD FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE SET NULL NOT VALID;
-- @ validate
ALTER TABLE a VALIDATE CONSTRAINT nv;
ALTER TABLE b VALIDATE CONSTRAINT b_a_id_fkey;
-- @ alter and rename constraint
ALTER TABLE b ALTER CONSTRAINT b_ax_fkey NOT DEFERRABLE;
ALTER TABLE b RENAME CONSTRAINT b_y_z_fkey TO yz;
ALTER TABLE a RENAME CONSTRAINT a_pkey TO a_key;
-- @ drop pk cascade
ALTER TABLE a DROP CONSTRAINT a_key CASCADE;
-- @ drop unique cascade
ALTER TABLE a DROP CONSTRAINT a_x_key CASCADE, DROP CONSTRAINT a_y_z_key CASCADE;
-- @ using index
CREATE UNIQUE INDEX a_u ON a (x, id);
CREATE UNIQUE INDEX a_p ON a (id);
ALTER TABLE a ALTER id SET NOT NULL;
ALTER TABLE a ADD CONSTRAINT a_x_id UNIQUE USING INDEX a_u, ADD PRIMARY KEY USING INDEX a_p;
-- @ using index of before part 1
CREATE UNIQUE INDEX b_u ON b (y);
CREATE UNIQUE INDEX b_keep ON b (z);
-- @ using index of before part 2
ALTER TABLE b ADD CONSTRAINT b_u UNIQUE USING INDEX b_u;
ALTER TABLE b ADD CONSTRAINT b_kept UNIQUE USING INDEX b_keep DEFERRABLE;
-- @ drop exclude
ALTER TABLE tree DROP CONSTRAINT tree_room_during_excl;
-- @ drop column of check
ALTER TABLE a DROP COLUMN z;
-- @ circular
CREATE TABLE c1 (id int PRIMARY KEY, c2 int);
CREATE TABLE c2 (id int PRIMARY KEY, c1 int REFERENCES c1);
ALTER TABLE c1 ADD FOREIGN KEY (c2) REFERENCES c2;
-- @ drop circular
DROP TABLE c1, c2 CASCADE;
-- @ drop referenced table
CREATE TABLE d (id int PRIMARY KEY);
CREATE TABLE e (d int REFERENCES d, f int);
CREATE VIEW ev AS SELECT d.id, e.f FROM d JOIN e ON e.d = d.id;
-- @ drop it cascade
DROP TABLE d CASCADE;
-- @ collisions
CREATE TABLE f (a int, b int, CHECK (a > 0), CHECK (a > 1), CHECK (b > a), UNIQUE (a), UNIQUE (a, b));
ALTER TABLE f ADD CHECK (a > 2), ADD UNIQUE (a);
CREATE INDEX ON f (a);
CREATE INDEX ON f (a);
CREATE INDEX ON f (lower(a::text), (b + 1), lower(b::text));
-- @ drop collided
ALTER TABLE f DROP CONSTRAINT f_a_check1, DROP CONSTRAINT f_a_key1;
DROP INDEX f_a_idx;
-- @ drop table collided
DROP TABLE f;
-- @ comments
CREATE TABLE g (a int CONSTRAINT g_pos CHECK (a > 0) CONSTRAINT g_u UNIQUE, b int CONSTRAINT g_nn NOT NULL CONSTRAINT g_ref REFERENCES tree ON DELETE SET DEFAULT);
COMMENT ON CONSTRAINT g_pos ON g IS 'pos';
COMMENT ON CONSTRAINT g_u ON g IS 'u';
COMMENT ON INDEX g_u IS 'the index';
COMMENT ON COLUMN g.a IS 'a';
-- @ drop commented
ALTER TABLE g DROP CONSTRAINT g_pos, DROP CONSTRAINT g_u, DROP a;
-- @ set null columns
CREATE TABLE h (p int, q int, PRIMARY KEY (p, q)) ;
CREATE TABLE i (p int, q int, FOREIGN KEY (p, q) REFERENCES h ON DELETE SET NULL (q));
CREATE TABLE j (p int, UNIQUE NULLS NOT DISTINCT (p), UNIQUE (p) INCLUDE (p) WITH (fillfactor = 70));
-- @ drop column of composite key
ALTER TABLE i DROP COLUMN q;
ALTER TABLE h DROP COLUMN q;
-- @ drop h
DROP TABLE h, i;
-- @ pk change
ALTER TABLE b DROP CONSTRAINT b_pkey;
ALTER TABLE b ADD PRIMARY KEY (id, y);
-- @ drop not null under pk
ALTER TABLE b DROP CONSTRAINT b_pkey;
ALTER TABLE b ALTER y DROP NOT NULL;
-- @ column fk inline
ALTER TABLE b ADD COLUMN t int NOT NULL DEFAULT 0 CONSTRAINT b_t REFERENCES tree (id) CHECK (t >= 0) UNIQUE;
-- @ drop that
ALTER TABLE b DROP COLUMN t;
