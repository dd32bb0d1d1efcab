-- Undoes: seeds/003_platform_admin.sql
-- Reversibility: data-loss

-- Values that the upgrade overwrites in core.tenants (owner_id) are not restored.
-- Rows of billing.subscriptions, core.user_roles, core.role_permissions, core.roles, core.users and
-- core.tenants that had one of the inserted keys before the upgrade are deleted as well.
-- Sequences core.roles_id_seq and core.tenants_id_seq are set behind their greatest values in use, not
-- to where they stood.

DELETE FROM billing.subscriptions WHERE id = 1
    AND NOT EXISTS (SELECT FROM billing.invoices AS referring WHERE referring.subscription_id = billing.subscriptions.id);

DELETE FROM core.user_roles WHERE (user_id, role_id) = (1, 1);

DELETE FROM core.role_permissions WHERE (role_id, permission_id) IN (
    (1, 1),
    (1, 2),
    (1, 3),
    (1, 4),
    (1, 5),
    (1, 6),
    (2, 1),
    (2, 3)
);

DELETE FROM core.roles WHERE id IN (1, 2);

DELETE FROM core.users WHERE id = 1
    AND NOT EXISTS (SELECT FROM core.projects AS referring WHERE referring.user_id = core.users.id)
    AND NOT EXISTS (SELECT FROM core.organizations AS referring WHERE referring.owner_id = core.users.id);

DELETE FROM core.tenants WHERE id = 1
    AND NOT EXISTS (SELECT FROM billing.subscriptions AS referring WHERE referring.tenant_id = core.tenants.id)
    AND NOT EXISTS (SELECT FROM billing.usage_records AS referring WHERE referring.tenant_id = core.tenants.id);

SELECT setval('core.roles_id_seq', COALESCE(max(id), 1), max(id) IS NOT NULL) FROM core.roles;

SELECT setval('core.tenants_id_seq', COALESCE(max(id), 1), max(id) IS NOT NULL) FROM core.tenants;
