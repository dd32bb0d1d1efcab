-- Source: 001_initial_schema.sql
-- Note: The psql command `\set ON_ERROR_STOP on` is left out.

-- ===========================================================================
-- Extensions
-- ===========================================================================
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE EXTENSION IF NOT EXISTS pgcrypto;

CREATE EXTENSION IF NOT EXISTS citext;

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- ===========================================================================
-- Schemas
-- ===========================================================================
CREATE SCHEMA IF NOT EXISTS app -- helpers and tenant-defined data
;

CREATE SCHEMA IF NOT EXISTS core -- tenants, users, projects
;

CREATE SCHEMA IF NOT EXISTS cfg -- reference data and settings
;

CREATE SCHEMA IF NOT EXISTS ops -- audit, logs, metrics
;

CREATE SCHEMA IF NOT EXISTS comms -- notifications, webhooks
;

CREATE SCHEMA IF NOT EXISTS billing;

COMMENT ON SCHEMA app IS 'Helpers that policies and triggers call; tenant-defined data';

COMMENT ON SCHEMA ops IS 'Append-only records: audit, logs, metrics';

-- ===========================================================================
-- The role that the API connects as
-- ===========================================================================
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'saas_api') THEN
        CREATE ROLE saas_api NOLOGIN;
    END IF;
END
$$;

GRANT USAGE ON SCHEMA app, core, cfg, comms, billing TO saas_api;

ALTER DEFAULT PRIVILEGES IN SCHEMA core, comms
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO saas_api;

ALTER DEFAULT PRIVILEGES IN SCHEMA cfg
    GRANT SELECT ON TABLES TO saas_api;

-- ===========================================================================
-- Helper functions
-- ===========================================================================

-- Called once per request, inside its transaction.
CREATE FUNCTION app.set_context(p_tenant int, p_user int DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config('app.tenant_id', p_tenant::text, true);
    PERFORM set_config('app.user_id', coalesce(p_user::text, ''), true);
END;
$$;

CREATE FUNCTION app.current_tenant() RETURNS int
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::int $$;

CREATE FUNCTION app.current_user_id() RETURNS int
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.user_id', true), '')::int $$;

CREATE FUNCTION app.touch_row() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END;
$$;

-- BEFORE DELETE: keeps the row and marks it instead. Needs deleted_at.
CREATE FUNCTION app.soft_delete() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('UPDATE %I.%I SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL',
                   TG_TABLE_SCHEMA, TG_TABLE_NAME)
    USING OLD.id;
    RETURN NULL;
END;
$$;

-- ===========================================================================
-- Configuration
-- ===========================================================================
CREATE TABLE cfg.languages (
    code        varchar(10) PRIMARY KEY CHECK (code ~ '^[a-z]{2}(-[A-Z]{2})?$'),
    name        varchar(100) NOT NULL,
    native_name varchar(100) NOT NULL,
    is_rtl      boolean NOT NULL DEFAULT false,
    is_active   boolean NOT NULL DEFAULT true
);

CREATE TABLE cfg.currencies (
    code     char(3) PRIMARY KEY,
    name     varchar(100) NOT NULL,
    symbol   varchar(8),
    decimals smallint NOT NULL DEFAULT 2 CHECK (decimals BETWEEN 0 AND 4)
);

CREATE TABLE cfg.exchange_rates (
    from_currency char(3) NOT NULL REFERENCES cfg.currencies (code),
    to_currency   char(3) NOT NULL REFERENCES cfg.currencies (code),
    valid_on      date NOT NULL,
    rate          numeric(18, 8) NOT NULL CHECK (rate > 0),
    PRIMARY KEY (from_currency, to_currency, valid_on),
    CHECK (from_currency <> to_currency)
);

CREATE TABLE cfg.translations (
    id            bigserial PRIMARY KEY,
    language_code varchar(10) NOT NULL REFERENCES cfg.languages (code) ON UPDATE CASCADE,
    key           text NOT NULL,
    value         text NOT NULL,
    UNIQUE (language_code, key)
);

-- ===========================================================================
-- Operations: no foreign keys to core yet, those tables come below
-- ===========================================================================
CREATE TABLE ops.audit_logs (
    id         bigserial PRIMARY KEY,
    tenant_id  int,
    user_id    int,
    action     varchar(50) NOT NULL,
    entity     text NOT NULL,
    entity_id  text,
    before     jsonb,
    after      jsonb,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX audit_logs_tenant_time_idx ON ops.audit_logs (tenant_id, created_at DESC);

CREATE TABLE ops.system_logs (
    id         bigserial PRIMARY KEY,
    level      varchar(20) NOT NULL DEFAULT 'info',
    message    text NOT NULL,
    context    jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ON ops.system_logs (level, created_at);

CREATE FUNCTION ops.write_system_log(p_level text, p_message text, p_context jsonb DEFAULT '{}')
RETURNS bigint
LANGUAGE sql
AS $$
    INSERT INTO ops.system_logs (level, message, context)
    VALUES (lower(p_level), p_message, p_context)
    RETURNING id
$$;

CREATE TABLE ops.user_activities (
    id          bigserial PRIMARY KEY,
    tenant_id   int NOT NULL,
    user_id     int NOT NULL,
    activity    varchar(80) NOT NULL,
    ip          inet,
    occurred_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX user_activities_user_idx ON ops.user_activities (user_id, occurred_at DESC);

-- One trigger for every audited table; the row must have id, tenants count as their own tenant.
CREATE FUNCTION ops.log_audit() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, ops
AS $$
DECLARE
    v_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    INSERT INTO ops.audit_logs (tenant_id, user_id, action, entity, entity_id, before, after)
    VALUES (
        coalesce((v_row ->> 'tenant_id')::int, app.current_tenant()),
        app.current_user_id(),
        lower(TG_OP),
        TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
        v_row ->> 'id',
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
        CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
    );
    RETURN NULL;
END;
$$;

-- ===========================================================================
-- Core. tenants.owner_id and users.tenant_id refer to each other:
-- the first is left without its foreign key until users exists.
-- ===========================================================================
CREATE TABLE core.tenants (
    id               int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    name             varchar(200) NOT NULL,
    slug             citext NOT NULL UNIQUE,
    owner_id         int,
    default_language varchar(10) NOT NULL DEFAULT 'en' REFERENCES cfg.languages (code),
    default_currency char(3) NOT NULL DEFAULT 'EUR' REFERENCES cfg.currencies (code),
    settings         jsonb NOT NULL DEFAULT '{"theme": "light", "beta": false}'::jsonb,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tenants_slug_format CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$')
);

CREATE TABLE core.users (
    id            int GENERATED BY DEFAULT AS IDENTITY (START WITH 1000) PRIMARY KEY,
    tenant_id     int NOT NULL REFERENCES core.tenants (id) ON DELETE CASCADE,
    email         citext NOT NULL,
    password_hash text,
    first_name    varchar(100),
    last_name     varchar(100),
    full_name     text GENERATED ALWAYS AS (btrim(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))) STORED,
    is_active     boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, email)
);

CREATE INDEX users_full_name_trgm_idx ON core.users USING gin (full_name gin_trgm_ops);

ALTER TABLE core.tenants
    ADD CONSTRAINT tenants_owner_fk FOREIGN KEY (owner_id) REFERENCES core.users (id) ON DELETE SET NULL;

CREATE TABLE core.user_sessions (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  int NOT NULL REFERENCES core.tenants (id) ON DELETE CASCADE,
    user_id    int NOT NULL REFERENCES core.users (id) ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    user_agent text,
    expires_at timestamptz NOT NULL DEFAULT now() + interval '14 days'
);

CREATE TABLE core.user_2fa (
    id        int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id int NOT NULL REFERENCES core.tenants (id) ON DELETE CASCADE,
    user_id   int NOT NULL UNIQUE REFERENCES core.users (id) ON DELETE CASCADE,
    method    varchar(20) NOT NULL CHECK (method IN ('totp', 'sms', 'webauthn')),
    secret    bytea NOT NULL
);

CREATE TABLE core.projects (
    id         int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    tenant_id  int NOT NULL REFERENCES core.tenants (id) ON DELETE CASCADE,
    user_id    int NOT NULL REFERENCES core.users (id),
    name       varchar(200) NOT NULL,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX projects_live_name_key ON core.projects (tenant_id, lower(name)) WHERE deleted_at IS NULL;

-- Triggers
CREATE TRIGGER touch BEFORE UPDATE ON core.tenants FOR EACH ROW EXECUTE FUNCTION app.touch_row();

CREATE TRIGGER touch BEFORE UPDATE ON core.users FOR EACH ROW EXECUTE FUNCTION app.touch_row();

CREATE TRIGGER touch BEFORE UPDATE ON core.projects FOR EACH ROW EXECUTE FUNCTION app.touch_row();

CREATE TRIGGER keep_deleted BEFORE DELETE ON core.projects FOR EACH ROW EXECUTE FUNCTION app.soft_delete();

CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON core.users FOR EACH ROW EXECUTE FUNCTION ops.log_audit();

-- Row level security: a request sees its own tenant only
ALTER TABLE core.users ENABLE ROW LEVEL SECURITY;

ALTER TABLE core.user_sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE core.user_2fa ENABLE ROW LEVEL SECURITY;

ALTER TABLE core.projects ENABLE ROW LEVEL SECURITY;

CREATE POLICY users_tenant ON core.users USING (tenant_id = app.current_tenant());

CREATE POLICY sessions_tenant ON core.user_sessions USING (tenant_id = app.current_tenant());

CREATE POLICY two_factor_own ON core.user_2fa
    USING (tenant_id = app.current_tenant() AND user_id = app.current_user_id());

CREATE POLICY projects_tenant ON core.projects
    USING (tenant_id = app.current_tenant())
    WITH CHECK (tenant_id = app.current_tenant() AND deleted_at IS NULL);

GRANT EXECUTE ON FUNCTION app.set_context(int, int) TO saas_api;

GRANT INSERT ON ops.audit_logs TO saas_api;
