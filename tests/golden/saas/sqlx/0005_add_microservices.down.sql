-- Undoes: 005_add_microservices.sql
-- Reversibility: lossless

DROP VIEW ops.service_overview;

DROP TABLE core.api_keys;

DROP TABLE ops.service_dependencies;

DROP TABLE ops.services;

DROP FUNCTION ops.heartbeat(text, text);

DROP TYPE ops.endpoint;

DROP TYPE ops.service_status;
