-- Undoes: 002_add_organizations.sql
-- Reversibility: lossless

DROP TABLE core.organization_members;

ALTER TABLE core.projects DROP COLUMN organization_id;

DROP TABLE core.organizations;

DROP FUNCTION core.organization_tree(integer);

DROP TYPE core.member_role;
