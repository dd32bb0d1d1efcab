-- @ base
CREATE TABLE docs (id serial PRIMARY KEY, owner text, tenant_id int, body text);
CREATE FUNCTION current_tenant() RETURNS int LANGUAGE sql STABLE AS $$ SELECT current_setting('app.tenant', true)::int $$;
-- @ enable
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON docs USING (tenant_id = current_tenant());
CREATE POLICY own ON docs AS RESTRICTIVE FOR UPDATE TO writer, reader USING (owner = current_user) WITH CHECK (owner = current_user);
COMMENT ON POLICY own ON docs IS 'own';
-- @ force
ALTER TABLE docs FORCE ROW LEVEL SECURITY;
-- @ alter_policy
ALTER POLICY own ON docs TO writer USING (owner = session_user);
ALTER POLICY tenant_only ON docs WITH CHECK (tenant_id > 0);
-- @ rename_policy
ALTER POLICY own ON docs RENAME TO owner_only;
-- @ rename_column
ALTER TABLE docs RENAME COLUMN tenant_id TO org_id;
-- @ rename_function
ALTER FUNCTION current_tenant() RENAME TO current_org;
-- @ rename_table
ALTER TABLE docs RENAME TO documents;
-- @ no_force
ALTER TABLE documents NO FORCE ROW LEVEL SECURITY;
-- @ sub_query_policy
CREATE TABLE members (org_id int, who text);
CREATE POLICY member_read ON documents FOR SELECT USING (EXISTS (SELECT 1 FROM members m WHERE m.org_id = documents.org_id AND m.who = current_user));
-- @ drop_other_column
ALTER TABLE members DROP COLUMN who CASCADE;
-- @ drop_function_cascade
DROP FUNCTION current_org() CASCADE;
-- @ drop_policy
DROP POLICY owner_only ON documents;
DROP POLICY IF EXISTS nothing ON documents;
-- @ disable
ALTER TABLE documents DISABLE ROW LEVEL SECURITY;
-- @ retype
CREATE POLICY by_org ON documents USING (org_id = 3);
DROP POLICY by_org ON documents;
ALTER TABLE documents ALTER COLUMN org_id TYPE bigint;
CREATE POLICY by_org ON documents USING (org_id = 4);
-- @ drop_table
DROP TABLE documents;
-- @ rules
CREATE TABLE r (id int, n text);
CREATE TABLE r_log (id int, n text);
CREATE RULE r_ins AS ON INSERT TO r DO ALSO INSERT INTO r_log VALUES (NEW.id, NEW.n);
CREATE RULE r_del AS ON DELETE TO r WHERE OLD.id > 5 DO INSTEAD NOTHING;
COMMENT ON RULE r_del ON r IS 'no delete';
CREATE VIEW rv AS SELECT * FROM r;
CREATE RULE rv_upd AS ON UPDATE TO rv DO INSTEAD UPDATE r SET n = NEW.n WHERE id = OLD.id;
-- @ rule_replace
CREATE OR REPLACE RULE r_del AS ON DELETE TO r WHERE OLD.id > 6 DO INSTEAD NOTHING;
-- @ rule_rename
ALTER RULE r_del ON r RENAME TO r_no_del;
ALTER TABLE r DISABLE RULE r_no_del;
-- @ rule_rename_column
ALTER TABLE r RENAME COLUMN n TO label;
-- @ rule_drop
DROP RULE r_ins ON r;
-- @ rule_drop_cascade
DROP TABLE r_log;
DROP TABLE r CASCADE;
