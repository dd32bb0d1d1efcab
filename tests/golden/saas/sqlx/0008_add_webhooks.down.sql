-- Undoes: 008_add_webhooks.sql
-- Reversibility: lossless

ALTER TABLE comms.notifications ALTER COLUMN channel DROP DEFAULT;

ALTER TYPE comms.channel RENAME TO channel__old;

CREATE TYPE comms.channel AS ENUM ('in_app', 'email');

DROP TABLE comms.webhook_deliveries;

DROP TABLE comms.webhooks;

ALTER TABLE comms.notifications ALTER COLUMN channel TYPE comms.channel USING channel::text::comms.channel;

ALTER TABLE comms.notifications ALTER COLUMN channel SET DEFAULT 'in_app';

DROP PROCEDURE comms.dispatch(integer, text, jsonb);

DROP FUNCTION comms.sign(integer, text);

DROP TYPE comms.channel__old;
