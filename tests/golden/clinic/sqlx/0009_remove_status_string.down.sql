-- Undoes: 20250720203715_remove_status_string.sql
-- Reversibility: data-loss

-- The values of patients.status, which the upgrade drops, are not restored.

ALTER TABLE offers ALTER COLUMN status DROP DEFAULT;

ALTER TABLE patients DROP COLUMN status;

ALTER TABLE offers ALTER COLUMN status TYPE TEXT;

ALTER TABLE patients ADD COLUMN status TEXT DEFAULT 'new' NOT NULL;

ALTER TABLE offers ALTER COLUMN status SET DEFAULT 'draft';

CREATE INDEX patients_status_idx ON "patients"("status");

DROP TYPE "OfferStatus";

DROP TYPE "LeadStatus";
