-- Undoes: 20250716200939_multi_tenant_structure.sql
-- Reversibility: lossless

ALTER TABLE users DROP COLUMN "clinicId";

ALTER TABLE patients DROP COLUMN "clinicId";

ALTER TABLE offers DROP COLUMN "clinicId";

DROP TABLE clinics;

CREATE UNIQUE INDEX users_email_key ON "users"("email");

DROP TYPE "Plan";
