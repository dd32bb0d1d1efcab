-- Undoes: 001_initial_schema.sql
-- Reversibility: lossless

-- Role saas_api belongs to the whole server and is left as it is.

ALTER DEFAULT PRIVILEGES IN SCHEMA cfg REVOKE SELECT ON TABLES FROM saas_api;

ALTER DEFAULT PRIVILEGES IN SCHEMA comms REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLES FROM saas_api;

ALTER DEFAULT PRIVILEGES IN SCHEMA core REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLES FROM saas_api;

ALTER TABLE core.tenants DROP CONSTRAINT tenants_owner_fk;

DROP TABLE core.projects;

DROP TABLE core.user_2fa;

DROP TABLE core.user_sessions;

DROP TABLE core.users;

DROP TABLE core.tenants;

DROP TABLE ops.user_activities;

DROP TABLE ops.system_logs;

DROP TABLE ops.audit_logs;

DROP TABLE cfg.translations;

DROP TABLE cfg.exchange_rates;

DROP TABLE cfg.currencies;

DROP TABLE cfg.languages;

DROP FUNCTION ops.log_audit();

DROP FUNCTION ops.write_system_log(text, text, jsonb);

DROP FUNCTION app.soft_delete();

DROP FUNCTION app.touch_row();

DROP FUNCTION app.current_user_id();

DROP FUNCTION app.current_tenant();

DROP FUNCTION app.set_context(integer, integer);

DROP EXTENSION pg_trgm;

DROP EXTENSION citext;

DROP EXTENSION pgcrypto;

DROP EXTENSION "uuid-ossp";

DROP SCHEMA billing;

DROP SCHEMA comms;

DROP SCHEMA ops;

DROP SCHEMA cfg;

DROP SCHEMA core;

DROP SCHEMA app;
