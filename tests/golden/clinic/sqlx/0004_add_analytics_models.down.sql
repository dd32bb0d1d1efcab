-- Undoes: 20250718210613_add_analytics_models.sql
-- Reversibility: lossless

DROP TABLE analytics_events;

DROP TABLE system_logs;

DROP TABLE activity_logs;

DROP TYPE "LogLevel";
