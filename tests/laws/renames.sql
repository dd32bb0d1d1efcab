-- @ make
CREATE TABLE posts (id serial PRIMARY KEY, title text, body text);
CREATE TABLE tags (id serial PRIMARY KEY, post_id int REFERENCES posts, tag text);
CREATE VIEW titles AS SELECT posts.id, posts.title, tags.tag FROM posts JOIN tags ON tags.post_id = posts.id WHERE posts.title <> '';
CREATE VIEW everything AS SELECT posts.*, tags.tag AS t FROM posts, tags WHERE tags.post_id = posts.id;
CREATE VIEW counts AS SELECT post_id, (SELECT title FROM posts WHERE posts.id = tags.post_id) AS title, count(*) FROM tags GROUP BY post_id;
CREATE VIEW p2 AS SELECT p.title FROM public.posts p UNION SELECT tag FROM public.tags;
CREATE INDEX posts_title ON posts (lower(posts.title)) WHERE posts.body IS NOT NULL;
ALTER TABLE tags ADD CHECK (tags.tag <> '');
CREATE RULE no_del AS ON DELETE TO tags WHERE old.tag = 'x' DO INSTEAD UPDATE tags SET tag = 'y' WHERE tags.id = old.id;
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON posts USING (posts.title IN (SELECT tags.tag FROM tags WHERE tags.post_id = posts.id));
-- @ rename tables
ALTER TABLE posts RENAME TO articles;
ALTER TABLE tags RENAME TO labels;
ALTER TABLE articles RENAME COLUMN title TO heading;
-- @ drop views
DROP VIEW titles, everything, counts, p2;
-- @ drop policy and rule
DROP POLICY own ON articles;
DROP RULE no_del ON labels;
DROP INDEX posts_title;
ALTER TABLE labels DROP CONSTRAINT tags_tag_check;
-- @ drop tables
DROP TABLE labels;
DROP TABLE articles;
-- @ triple swap
CREATE TABLE x1 (id int PRIMARY KEY, a int);
CREATE TABLE x2 (id int PRIMARY KEY, b int);
CREATE TABLE x3 (id int PRIMARY KEY, c int);
-- @ triple swapped
ALTER TABLE x1 RENAME TO t;
ALTER TABLE x2 RENAME TO x1;
ALTER TABLE x3 RENAME TO x2;
ALTER TABLE t RENAME TO x3;
-- @ index names exchanged
ALTER INDEX x1_pkey RENAME TO t_pkey;
ALTER INDEX x2_pkey RENAME TO x1_pkey;
ALTER INDEX t_pkey RENAME TO x2_pkey;
