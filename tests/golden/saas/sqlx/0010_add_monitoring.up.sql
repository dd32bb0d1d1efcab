-- Source: 010_add_monitoring.sql
-- Note: The file's own BEGIN and COMMIT are left out: the migration tool opens the transaction.

-- 010: metrics, and a clean-up of what 001 had for it.

-- 1. The old log table goes: logs are shipped to the collector since July.
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
        RAISE WARNING 'heartbeat of an unknown service: %', p_name;
    END IF;
    RETURN v_status;
END;
$$;

DROP FUNCTION ops.write_system_log(text, text, jsonb);

DROP TABLE ops.system_logs;

-- 2. "user_activities" holds the API keys' doings too, so it gets a better name.
ALTER TABLE ops.user_activities RENAME TO activities;

ALTER INDEX ops.user_activities_user_idx RENAME TO activities_user_idx;

ALTER TABLE ops.activities RENAME COLUMN activity TO action;

ALTER TABLE ops.activities ALTER COLUMN user_id DROP NOT NULL;

ALTER TABLE ops.activities ADD COLUMN api_key_id int REFERENCES core.api_keys (id) ON DELETE SET NULL;

ALTER TABLE ops.activities ADD CONSTRAINT activities_has_actor CHECK (num_nonnulls(user_id, api_key_id) = 1);

-- 3. The foreign keys that 001 could not have. Old audit rows may point nowhere.
ALTER TABLE ops.audit_logs
    ADD CONSTRAINT audit_logs_tenant_fk FOREIGN KEY (tenant_id)
        REFERENCES core.tenants (id) ON DELETE SET NULL NOT VALID;

ALTER TABLE ops.activities
    ADD CONSTRAINT activities_tenant_fk FOREIGN KEY (tenant_id)
        REFERENCES core.tenants (id) ON DELETE CASCADE NOT VALID;

ALTER TABLE ops.activities VALIDATE CONSTRAINT activities_tenant_fk;

-- 4. Files beyond 2 GB: the view stands on the column, so it has to step aside.
DROP VIEW core.tenant_storage;

ALTER TABLE core.files ALTER COLUMN size_bytes TYPE bigint;

CREATE VIEW core.tenant_storage AS
SELECT t.id AS tenant_id,
       t.slug,
       count(f.id) AS files,
       coalesce(sum(f.size_bytes), 0) AS bytes,
       coalesce(sum(f.size_bytes) FILTER (WHERE f.storage = 'cold'), 0) AS cold_bytes,
       max(f.size_bytes) AS largest
FROM core.tenants t
LEFT JOIN core.files f ON f.tenant_id = t.id
GROUP BY t.id;

-- 5. Metrics
CREATE TABLE ops.metrics (
    service     text NOT NULL REFERENCES ops.services (name) ON DELETE CASCADE ON UPDATE CASCADE,
    name        text NOT NULL,
    value       double precision NOT NULL,
    labels      jsonb NOT NULL DEFAULT '{}',
    measured_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX metrics_time_idx ON ops.metrics USING brin (measured_at);

CREATE MATERIALIZED VIEW ops.hourly_metrics AS
SELECT service,
       name,
       date_trunc('hour', measured_at) AS hour,
       avg(value) AS average,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY value) AS p95,
       count(*) AS samples
FROM ops.metrics
GROUP BY service, name, date_trunc('hour', measured_at)
WITH NO DATA;

CREATE UNIQUE INDEX hourly_metrics_key ON ops.hourly_metrics (service, name, hour);

COMMENT ON MATERIALIZED VIEW ops.hourly_metrics IS 'Refreshed at minute 5 of every hour';
