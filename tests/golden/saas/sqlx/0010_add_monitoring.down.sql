-- Undoes: 010_add_monitoring.sql
-- Reversibility: data-loss

-- The rows of table ops.system_logs, which the upgrade drops, are not restored.

DROP MATERIALIZED VIEW ops.hourly_metrics;

DROP VIEW core.tenant_storage;

ALTER TABLE ops.activities DROP CONSTRAINT activities_tenant_fk;

ALTER TABLE ops.audit_logs DROP CONSTRAINT audit_logs_tenant_fk;

ALTER TABLE core.files DROP CONSTRAINT files_size_bytes_check;

ALTER TABLE ops.activities RENAME TO user_activities;

ALTER INDEX ops.activities_user_idx RENAME TO user_activities_user_idx;

ALTER TABLE ops.user_activities RENAME COLUMN action TO activity;

DROP TABLE ops.metrics;

ALTER TABLE ops.user_activities DROP COLUMN api_key_id;

ALTER TABLE core.files ALTER COLUMN size_bytes TYPE int;

CREATE TABLE ops.system_logs (
    id bigserial,
    level varchar(20) DEFAULT 'info' NOT NULL,
    message text NOT NULL,
    context jsonb DEFAULT '{}' NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT system_logs_pkey PRIMARY KEY (id)
);

CREATE FUNCTION ops.write_system_log(p_level text, p_message text, p_context jsonb DEFAULT '{}')
RETURNS bigint
LANGUAGE sql
AS $$
    INSERT INTO ops.system_logs (level, message, context)
    VALUES (lower(p_level), p_message, p_context)
    RETURNING id
$$;

ALTER TABLE ops.user_activities ALTER COLUMN user_id SET NOT NULL;

CREATE OR REPLACE FUNCTION ops.heartbeat(p_name text, p_version text)
RETURNS ops.service_status
LANGUAGE plpgsql
AS $$
DECLARE
    v_status ops.service_status;
BEGIN
    UPDATE ops.services
       SET last_seen = now(),
           version   = p_version,
           status    = 'healthy'
     WHERE name = p_name
    RETURNING status INTO v_status;

    IF NOT FOUND THEN
        PERFORM ops.write_system_log('warning', 'heartbeat of an unknown service: ' || p_name);
    END IF;
    RETURN v_status;
END;
$$;

ALTER TABLE core.files ADD CONSTRAINT files_size_bytes_check CHECK (size_bytes >= 0);

CREATE INDEX system_logs_level_created_at_idx ON ops.system_logs (level, created_at);

CREATE VIEW core.tenant_storage AS
SELECT t.id AS tenant_id,
       t.slug,
       count(f.id) AS files,
       coalesce(sum(f.size_bytes), 0) AS bytes,
       max(f.size_bytes) AS largest
FROM core.tenants t
LEFT JOIN core.files f ON f.tenant_id = t.id
GROUP BY t.id;

COMMENT ON VIEW core.tenant_storage IS 'Used storage per tenant; 100% of it counts, cold files too';
