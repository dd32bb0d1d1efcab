-- Undoes: 003_add_rbac.sql
-- Reversibility: lossless

DROP TABLE core.user_roles;

DROP TABLE core.role_permissions;

DROP TABLE core.roles;

DROP TABLE core.permissions;

DROP FUNCTION app.has_permission(text, text);
