-- Undoes: 011_add_feature_flags.sql
-- Reversibility: data-loss

-- Values that the upgrade overwrites in core.tenants (settings) are not restored.

ALTER TABLE core.tenants ALTER COLUMN settings DROP DEFAULT;

DROP TABLE cfg.tenant_flags;

DROP TABLE cfg.feature_flags;

ALTER TABLE comms.notifications DROP COLUMN webhook_id;

ALTER TABLE core.tenants ALTER COLUMN settings SET DEFAULT '{"theme": "light", "beta": false}'::jsonb;

DROP FUNCTION app.flag_enabled(text, integer);
