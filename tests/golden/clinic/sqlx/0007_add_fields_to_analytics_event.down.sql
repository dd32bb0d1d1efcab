-- Undoes: 20250718213704_add_fields_to_analytics_event.sql
-- Reversibility: lossless

ALTER TABLE analytics_events ALTER COLUMN page DROP DEFAULT;

ALTER TABLE analytics_events DROP COLUMN "sessionId";

ALTER TABLE analytics_events DROP COLUMN "userId";

ALTER TABLE analytics_events DROP COLUMN "userAgent";

ALTER TABLE analytics_events DROP COLUMN referrer;

ALTER TABLE analytics_events DROP COLUMN "durationMs";

ALTER TABLE analytics_events DROP COLUMN score;

ALTER TABLE analytics_events ALTER COLUMN page TYPE TEXT;
