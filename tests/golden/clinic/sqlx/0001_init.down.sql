-- Undoes: 20250708141502_init.sql
-- Reversibility: lossless

DROP TABLE settings;

DROP TABLE reminders;

DROP TABLE notes;

DROP TABLE offers;

DROP TABLE patients;

DROP TABLE referral_sources;

DROP TABLE users;

DROP TYPE "Currency";

DROP TYPE "Role";
