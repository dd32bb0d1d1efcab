-- @ base
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE SCHEMA IF NOT EXISTS auth;
CREATE TABLE auth.users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text UNIQUE, raw jsonb);
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, name text, created_at timestamptz NOT NULL DEFAULT now());
CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('request.sub', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION public.handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO public.profiles (id, name) VALUES (NEW.id, NEW.raw->>'name');
  RETURN NEW;
END;
$$;
CREATE TRIGGER on_user AFTER INSERT ON auth.users FOR EACH ROW EXECUTE PROCEDURE public.handle_new_user();
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Public profiles are viewable." ON profiles FOR SELECT USING (true);
CREATE POLICY "Own profile." ON profiles FOR ALL USING (auth.uid() = id) WITH CHECK (auth.uid() = id);
GRANT USAGE ON SCHEMA auth TO reader, writer;
GRANT ALL ON ALL TABLES IN SCHEMA public TO writer;
-- @ policy_replaced
DROP POLICY IF EXISTS "Own profile." ON profiles;
CREATE POLICY "Own profile." ON profiles FOR UPDATE TO writer USING ((SELECT auth.uid()) = id);
-- @ function_replaced_with_trigger
CREATE OR REPLACE FUNCTION public.handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO public.profiles (id, name) VALUES (NEW.id, coalesce(NEW.raw->>'name', 'x')) ON CONFLICT DO NOTHING;
  RETURN NEW;
END;
$$;
DROP TRIGGER on_user ON auth.users;
CREATE TRIGGER on_user AFTER INSERT OR UPDATE OF email ON auth.users FOR EACH ROW WHEN (NEW.email IS NOT NULL) EXECUTE FUNCTION public.handle_new_user();
-- @ view_with_function
CREATE FUNCTION full_profile(p profiles) RETURNS text LANGUAGE sql STABLE AS $$ SELECT p.name || p.id $$;
CREATE VIEW profile_view WITH (security_invoker = true) AS SELECT p.*, full_profile(p) AS full_name FROM profiles p;
CREATE FUNCTION list_profiles() RETURNS SETOF profile_view LANGUAGE sql STABLE AS $$ SELECT * FROM profile_view $$;
GRANT SELECT ON profile_view TO reader;
REVOKE EXECUTE ON FUNCTION list_profiles() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION list_profiles() TO writer;
-- @ column_type_under_it_all
DROP FUNCTION list_profiles();
DROP VIEW profile_view;
ALTER TABLE profiles ALTER COLUMN name TYPE varchar(100);
CREATE VIEW profile_view AS SELECT p.id, p.name FROM profiles p;
-- @ table_renamed_under_trigger_function
ALTER TABLE profiles RENAME TO accounts;
ALTER POLICY "Own profile." ON accounts RENAME TO "Own account.";
ALTER INDEX profiles_pkey RENAME TO accounts_pkey;
ALTER TABLE accounts RENAME CONSTRAINT profiles_id_fkey TO accounts_id_fkey;
-- @ drop_view_after_rename
DROP VIEW profile_view;
-- @ function_uses_new_column
ALTER TABLE accounts ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
CREATE FUNCTION tagged(t text) RETURNS SETOF accounts LANGUAGE sql STABLE AS $$ SELECT * FROM accounts WHERE t = ANY (tags) $$;
CREATE INDEX accounts_tags ON accounts USING gin (tags);
-- @ drop_column_and_function
DROP FUNCTION tagged(text);
ALTER TABLE accounts DROP COLUMN tags;
-- @ drop_function_with_row_type
DROP FUNCTION full_profile(accounts);
-- @ whole_schema
DROP SCHEMA auth CASCADE;
-- @ search
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE posts (id bigserial PRIMARY KEY, title text, body text, author uuid DEFAULT gen_random_uuid());
ALTER TABLE posts ADD COLUMN search tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english', coalesce(title, '')), 'A') || to_tsvector('english', coalesce(body, ''))) STORED;
CREATE INDEX posts_search ON posts USING gin (search);
CREATE INDEX posts_title ON posts USING gin (title gin_trgm_ops, body gin_trgm_ops);
CREATE INDEX posts_lower ON posts (lower(title) text_pattern_ops);
-- @ search_changed
ALTER TABLE posts DROP COLUMN search;
ALTER TABLE posts ADD COLUMN search tsvector;
CREATE FUNCTION posts_search_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.search := to_tsvector(NEW.title); RETURN NEW; END $$;
CREATE TRIGGER posts_search_trg BEFORE INSERT OR UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION posts_search_update();
CREATE TRIGGER tsv BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(search, 'pg_catalog.english', title, body);
CREATE INDEX posts_search ON posts USING gin (search);
-- @ trgm_dropped
DROP EXTENSION pg_trgm CASCADE;
-- @ matview_swap
CREATE MATERIALIZED VIEW post_stats AS SELECT author, count(*) AS n FROM posts GROUP BY author;
CREATE UNIQUE INDEX post_stats_author ON post_stats (author);
GRANT SELECT ON post_stats TO reader;
CREATE FUNCTION refresh_stats() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN REFRESH MATERIALIZED VIEW CONCURRENTLY post_stats; END $$;
-- @ matview_swapped
CREATE MATERIALIZED VIEW post_stats_new AS SELECT author, count(*) AS n, max(id) AS last FROM posts GROUP BY author;
CREATE UNIQUE INDEX post_stats_new_author ON post_stats_new (author);
DROP MATERIALIZED VIEW post_stats;
ALTER MATERIALIZED VIEW post_stats_new RENAME TO post_stats;
ALTER INDEX post_stats_new_author RENAME TO post_stats_author;
-- @ union_views
CREATE VIEW everything AS SELECT id::text AS k, title FROM posts UNION ALL SELECT author::text, 'stat' FROM post_stats ORDER BY k;
CREATE VIEW on_top AS SELECT posts.id, posts.title, everything.k FROM posts JOIN everything ON everything.k = posts.id::text WHERE posts.title IS NOT NULL;
-- @ rename_below_union
ALTER TABLE posts RENAME TO articles;
ALTER TABLE articles RENAME COLUMN title TO headline;
ALTER SEQUENCE posts_id_seq RENAME TO articles_id_seq;
-- @ drop_on_top
DROP VIEW on_top;
-- @ drop_union
DROP VIEW everything;
-- @ row_to_json
CREATE VIEW as_json AS SELECT row_to_json(articles) AS j, articles.* FROM articles;
-- @ rename_row_to_json
ALTER TABLE articles RENAME TO papers;
-- @ drop_row_to_json
DROP VIEW as_json;
-- @ table_dropped_with_everything
DROP TABLE papers CASCADE;
DROP FUNCTION refresh_stats(), posts_search_update();
