-- Undoes: 007_add_notifications.sql
-- Reversibility: lossless

DROP TABLE comms.email_queue;

DROP TABLE comms.notifications;

DROP TABLE comms.templates;

DROP FUNCTION comms.announce_mail();

DROP TYPE comms.delivery_state;

DROP TYPE comms.channel;
