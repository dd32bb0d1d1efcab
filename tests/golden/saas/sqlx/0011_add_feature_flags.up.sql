-- Source: 011_add_feature_flags.sql

-- 011: feature flags, switched per plan or per tenant.

CREATE TABLE cfg.feature_flags (
    key         varchar(80) PRIMARY KEY,
    description text NOT NULL,
    is_enabled  boolean NOT NULL DEFAULT false,
    rollout     smallint NOT NULL DEFAULT 0,
    min_plan    varchar(40) REFERENCES billing.plans (code) ON UPDATE CASCADE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT feature_flags_rollout_percent CHECK (rollout BETWEEN 0 AND 100),
    CONSTRAINT feature_flags_key_format CHECK (key ~ '^[a-z]+(\.[a-z_]+)*$')
);

CREATE TABLE cfg.tenant_flags (
    tenant_id  int NOT NULL REFERENCES core.tenants (id) ON DELETE CASCADE,
    flag_key   varchar(80) NOT NULL REFERENCES cfg.feature_flags (key) ON DELETE CASCADE,
    is_enabled boolean NOT NULL,
    set_by     int REFERENCES core.users (id) ON DELETE SET NULL,
    note       text,
    PRIMARY KEY (tenant_id, flag_key)
);

CREATE TRIGGER touch BEFORE UPDATE ON cfg.feature_flags
    FOR EACH ROW EXECUTE FUNCTION app.touch_row();

-- The tenant's own switch wins; otherwise a stable share of the tenants sees the feature
CREATE FUNCTION app.flag_enabled(p_key text, p_tenant int DEFAULT app.current_tenant())
RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(
        (SELECT tf.is_enabled
         FROM cfg.tenant_flags tf
         WHERE tf.flag_key = p_key AND tf.tenant_id = p_tenant),
        (SELECT f.is_enabled
            AND abs(hashtext(p_key || ':' || p_tenant)) % 100 < f.rollout
         FROM cfg.feature_flags f
         WHERE f.key = p_key),
        false)
$$;

-- Webhooks have earned their place: 'webhook' was added to the enum in 008
ALTER TABLE comms.notifications
    ADD COLUMN webhook_id int REFERENCES comms.webhooks (id) ON DELETE SET NULL;

ALTER TABLE comms.notifications
    ADD CONSTRAINT notifications_webhook_target
    CHECK (channel <> 'webhook' OR webhook_id IS NOT NULL);

-- Better than the switch in tenants.settings, which moves here
INSERT INTO cfg.feature_flags (key, description, is_enabled, rollout) VALUES
    ('ui.beta',          'New navigation (was settings.beta)', true,  0),
    ('data.import_xlsx', 'Import of spreadsheets',             true,  100),
    ('comms.webhooks',   'Delivery by webhook; 50% for now',   true,  50);

INSERT INTO cfg.tenant_flags (tenant_id, flag_key, is_enabled, note)
SELECT id, 'ui.beta', true, 'moved from tenants.settings'
FROM core.tenants
WHERE (settings ->> 'beta')::boolean;

UPDATE core.tenants SET settings = settings - 'beta' WHERE settings ? 'beta';

ALTER TABLE core.tenants ALTER COLUMN settings SET DEFAULT '{"theme": "light"}'::jsonb;

ALTER TABLE cfg.tenant_flags ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant_flags_read ON cfg.tenant_flags FOR SELECT
    USING (tenant_id = app.current_tenant());

COMMENT ON TABLE cfg.feature_flags IS 'Switches; the key is area.feature';
