-- Undoes: 20250718213704_add_fields_to_analytics_event.sql
-- Reversibility: lossless

ALTER TABLE analytics_events ALTER COLUMN page DROP DEFAULT;

ALTER TABLE analytics_events
    DROP COLUMN "sessionId",
    DROP COLUMN "userId",
    DROP COLUMN "userAgent",
    DROP COLUMN referrer,
    DROP COLUMN "durationMs",
    DROP COLUMN score;

ALTER TABLE analytics_events ALTER COLUMN page TYPE TEXT;
