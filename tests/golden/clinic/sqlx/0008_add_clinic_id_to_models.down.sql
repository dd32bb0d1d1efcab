-- Undoes: 20250720190711_add_clinic_id_to_models.sql
-- Reversibility: lossless

ALTER TABLE settings DROP CONSTRAINT settings_pkey;

ALTER TABLE referral_sources DROP COLUMN "clinicId";

ALTER TABLE notes DROP COLUMN "clinicId";

ALTER TABLE reminders DROP COLUMN "clinicId";

ALTER TABLE settings DROP COLUMN "clinicId";

ALTER TABLE settings ADD CONSTRAINT settings_pkey PRIMARY KEY ("key");

CREATE UNIQUE INDEX referral_sources_name_key ON "referral_sources"("name");
