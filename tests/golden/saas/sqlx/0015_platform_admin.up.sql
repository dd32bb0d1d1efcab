-- Source: seeds/003_platform_admin.sql

-- The platform's own tenant, its administrator and the built-in roles.
-- Needs seeds/001 (language) and seeds/002 (currency, plan).

INSERT INTO core.tenants (id, name, slug, default_language, default_currency) VALUES
    (1, 'Platform', 'platform', 'en', 'EUR')
ON CONFLICT DO NOTHING;

-- No password: the first sign-in goes through the reset mail
INSERT INTO core.users (id, tenant_id, email, first_name, last_name) VALUES
    (1, 1, 'admin@platform.example', 'Platform', 'Admin')
ON CONFLICT DO NOTHING;

UPDATE core.tenants SET owner_id = 1 WHERE id = 1 AND owner_id IS NULL;

INSERT INTO core.roles (id, tenant_id, name, is_system) VALUES
    (1, NULL, 'administrator', true),
    (2, NULL, 'viewer',        true)
ON CONFLICT DO NOTHING;

INSERT INTO core.role_permissions (role_id, permission_id) VALUES
    (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6),
    (2, 1), (2, 3)
ON CONFLICT DO NOTHING;

INSERT INTO core.user_roles (user_id, role_id) VALUES (1, 1)
ON CONFLICT DO NOTHING;

INSERT INTO billing.subscriptions (id, tenant_id, plan_id, status, period) VALUES
    (1, 1, 3, 'active', '[2025-01-01,)')
ON CONFLICT DO NOTHING;

SELECT setval(pg_get_serial_sequence('core.tenants', 'id'), 1000);

SELECT setval(pg_get_serial_sequence('core.roles', 'id'), 100);
