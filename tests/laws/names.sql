-- @ make
CREATE TABLE "User" ("Id" serial PRIMARY KEY, "select" text, "E-mail" varchar(20) UNIQUE, "order" int CHECK ("order" > 0), "çağ" text, "with ""quote" int);
CREATE TABLE "order" (id int REFERENCES "User" ("Id"), "User" text DEFAULT 'it''s', "group" int[]);
CREATE INDEX ON "User" ("select", "E-mail");
CREATE TABLE "größe_日本語" ("列" int PRIMARY KEY, "ключ" text UNIQUE);
CREATE TYPE "Kind" AS ENUM ('A b', 'it''s', 'ü');
CREATE TABLE tk (k "Kind" DEFAULT 'A b', ks "Kind"[]);
CREATE VIEW "View" AS SELECT "Id", "select" AS "from" FROM "User";
-- @ long
CREATE TABLE a_very_long_table_name_that_goes_on_and_on_until_it_is_too_long_x (a_very_long_column_name_number_one_that_is_long int UNIQUE, a_very_long_column_name_number_two_that_is_long serial CHECK (a_very_long_column_name_number_two_that_is_long > 0), PRIMARY KEY (a_very_long_column_name_number_one_that_is_long, a_very_long_column_name_number_two_that_is_long));
CREATE INDEX ON a_very_long_table_name_that_goes_on_and_on_until_it_is_too_long_x (a_very_long_column_name_number_two_that_is_long, a_very_long_column_name_number_one_that_is_long);
CREATE TABLE "日本語日本語日本語日本語日本語日本語日本語" (id serial PRIMARY KEY, "日本語日本語日本語日本語日本語日本語日本語" int UNIQUE);
-- @ alter right
ALTER TABLE "User" DROP COLUMN "E-mail", DROP COLUMN "with ""quote";
-- @ enum
ALTER TYPE "Kind" ADD VALUE 'new "one"';
-- @ drop long
ALTER TABLE a_very_long_table_name_that_goes_on_and_on_until_it_is_too_long_x DROP COLUMN a_very_long_column_name_number_two_that_is_long;
DROP TABLE "日本語日本語日本語日本語日本語日本語日本語";
-- @ rename
ALTER TABLE "User" RENAME TO users;
ALTER TABLE users RENAME COLUMN "Id" TO id;
ALTER TABLE "order" RENAME TO orders;
ALTER SEQUENCE "User_Id_seq" RENAME TO users_id_seq;
ALTER INDEX "User_pkey" RENAME TO users_pkey;
-- @ folded
CREATE TABLE Mixed (Id int, NAME text, UNIQUE (NAME));
ALTER TABLE MIXED ADD COLUMN Extra int;
-- @ drop folded
DROP TABLE mixed;
DROP VIEW "View";
DROP TABLE orders;
DROP TABLE "größe_日本語";
