"""add monitoring

Source: 010_add_monitoring.sql
Reversibility: data-loss
Note: The file's own BEGIN and COMMIT are left out: the migration tool opens the transaction.

Revision ID: 68464b56ed8d
Revises: 3c4a02cacc04

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "68464b56ed8d"
down_revision: Union[str, Sequence[str], None] = "3c4a02cacc04"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    # 010: metrics, and a clean-up of what 001 had for it.

    _run("""-- 1. The old log table goes: logs are shipped to the collector since July.
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
$$""")

    _run("DROP FUNCTION ops.write_system_log(text, text, jsonb)")
    _run("DROP TABLE ops.system_logs")

    _run("""-- 2. "user_activities" holds the API keys' doings too, so it gets a better name.
ALTER TABLE ops.user_activities RENAME TO activities""")

    _run("ALTER INDEX ops.user_activities_user_idx RENAME TO activities_user_idx")
    _run("ALTER TABLE ops.activities RENAME COLUMN activity TO action")
    _run("ALTER TABLE ops.activities ALTER COLUMN user_id DROP NOT NULL")
    _run("ALTER TABLE ops.activities ADD COLUMN api_key_id int REFERENCES core.api_keys (id) ON DELETE SET NULL")
    _run("ALTER TABLE ops.activities ADD CONSTRAINT activities_has_actor CHECK (num_nonnulls(user_id, api_key_id) = 1)")

    _run("""-- 3. The foreign keys that 001 could not have. Old audit rows may point nowhere.
ALTER TABLE ops.audit_logs
    ADD CONSTRAINT audit_logs_tenant_fk FOREIGN KEY (tenant_id)
        REFERENCES core.tenants (id) ON DELETE SET NULL NOT VALID""")

    _run("""ALTER TABLE ops.activities
    ADD CONSTRAINT activities_tenant_fk FOREIGN KEY (tenant_id)
        REFERENCES core.tenants (id) ON DELETE CASCADE NOT VALID""")

    _run("ALTER TABLE ops.activities VALIDATE CONSTRAINT activities_tenant_fk")

    _run("""-- 4. Files beyond 2 GB: the view stands on the column, so it has to step aside.
DROP VIEW core.tenant_storage""")

    _run("ALTER TABLE core.files ALTER COLUMN size_bytes TYPE bigint")

    _run("""CREATE VIEW core.tenant_storage AS
SELECT t.id AS tenant_id,
       t.slug,
       count(f.id) AS files,
       coalesce(sum(f.size_bytes), 0) AS bytes,
       coalesce(sum(f.size_bytes) FILTER (WHERE f.storage = 'cold'), 0) AS cold_bytes,
       max(f.size_bytes) AS largest
FROM core.tenants t
LEFT JOIN core.files f ON f.tenant_id = t.id
GROUP BY t.id""")

    _run("""-- 5. Metrics
CREATE TABLE ops.metrics (
    service     text NOT NULL REFERENCES ops.services (name) ON DELETE CASCADE ON UPDATE CASCADE,
    name        text NOT NULL,
    value       double precision NOT NULL,
    labels      jsonb NOT NULL DEFAULT '{}',
    measured_at timestamptz NOT NULL DEFAULT now()
)""")

    _run("CREATE INDEX metrics_time_idx ON ops.metrics USING brin (measured_at)")

    _run("""CREATE MATERIALIZED VIEW ops.hourly_metrics AS
SELECT service,
       name,
       date_trunc('hour', measured_at) AS hour,
       avg(value) AS average,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY value) AS p95,
       count(*) AS samples
FROM ops.metrics
GROUP BY service, name, date_trunc('hour', measured_at)
WITH NO DATA""")

    _run("CREATE UNIQUE INDEX hourly_metrics_key ON ops.hourly_metrics (service, name, hour)")
    _run("COMMENT ON MATERIALIZED VIEW ops.hourly_metrics IS 'Refreshed at minute 5 of every hour'")


def downgrade() -> None:
    """Downgrade schema."""
    # The rows of table ops.system_logs, which the upgrade drops, are not restored.

    _run("DROP MATERIALIZED VIEW ops.hourly_metrics")
    _run("DROP VIEW core.tenant_storage")
    _run("ALTER TABLE ops.activities DROP CONSTRAINT activities_tenant_fk")
    _run("ALTER TABLE ops.audit_logs DROP CONSTRAINT audit_logs_tenant_fk")
    _run("ALTER TABLE core.files DROP CONSTRAINT files_size_bytes_check")
    _run("ALTER TABLE ops.activities RENAME TO user_activities")
    _run("ALTER INDEX ops.activities_user_idx RENAME TO user_activities_user_idx")
    _run("ALTER TABLE ops.user_activities RENAME COLUMN action TO activity")
    _run("DROP TABLE ops.metrics")
    _run("ALTER TABLE ops.user_activities DROP COLUMN api_key_id")
    _run("ALTER TABLE core.files ALTER COLUMN size_bytes TYPE int")

    _run("""CREATE TABLE ops.system_logs (
    id bigserial,
    level varchar(20) DEFAULT 'info' NOT NULL,
    message text NOT NULL,
    context jsonb DEFAULT '{}' NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT system_logs_pkey PRIMARY KEY (id)
)""")

    _run("""CREATE FUNCTION ops.write_system_log(p_level text, p_message text, p_context jsonb DEFAULT '{}')
RETURNS bigint
LANGUAGE sql
AS $$
    INSERT INTO ops.system_logs (level, message, context)
    VALUES (lower(p_level), p_message, p_context)
    RETURNING id
$$""")

    _run("ALTER TABLE ops.user_activities ALTER COLUMN user_id SET NOT NULL")

    _run("""CREATE OR REPLACE FUNCTION ops.heartbeat(p_name text, p_version text)
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
$$""")

    _run("ALTER TABLE core.files ADD CONSTRAINT files_size_bytes_check CHECK (size_bytes >= 0)")
    _run("CREATE INDEX system_logs_level_created_at_idx ON ops.system_logs (level, created_at)")

    _run("""CREATE VIEW core.tenant_storage AS
SELECT t.id AS tenant_id,
       t.slug,
       count(f.id) AS files,
       coalesce(sum(f.size_bytes), 0) AS bytes,
       max(f.size_bytes) AS largest
FROM core.tenants t
LEFT JOIN core.files f ON f.tenant_id = t.id
GROUP BY t.id""")

    _run("COMMENT ON VIEW core.tenant_storage IS 'Used storage per tenant; 100% of it counts, cold files too'")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
