-- Source: 20250720190711_add_clinic_id_to_models.sql

/*
  Warnings:

  - `notes`, `reminders` take their clinic from the patient they belong to.
  - `referral_sources` and `settings` are handed to `default-clinic`.
  - The primary key of `settings` changes from (`key`) to (`clinicId`, `key`).
*/

-- notes and reminders: nullable first, filled from the patient, then required
ALTER TABLE "notes" ADD COLUMN "clinicId" TEXT;

ALTER TABLE "reminders" ADD COLUMN "clinicId" TEXT;

UPDATE "notes" n
   SET "clinicId" = p."clinicId"
  FROM "patients" p
 WHERE p."id" = n."patientId"
   AND n."clinicId" IS NULL;

UPDATE "reminders" r
   SET "clinicId" = p."clinicId"
  FROM "patients" p
 WHERE p."id" = r."patientId"
   AND r."clinicId" IS NULL;

ALTER TABLE "notes" ALTER COLUMN "clinicId" SET NOT NULL;

ALTER TABLE "reminders" ALTER COLUMN "clinicId" SET NOT NULL;

-- referral_sources and settings: by default value
ALTER TABLE "referral_sources" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic';

ALTER TABLE "settings" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic';

-- AlterTable
ALTER TABLE "settings" DROP CONSTRAINT "settings_pkey",
ADD CONSTRAINT "settings_pkey" PRIMARY KEY ("clinicId", "key");

-- DropIndex
DROP INDEX "referral_sources_name_key";

-- CreateIndex
CREATE UNIQUE INDEX "referral_sources_clinicId_name_key" ON "referral_sources"("clinicId", "name");

-- CreateIndex
CREATE INDEX "notes_clinicId_idx" ON "notes"("clinicId");

-- CreateIndex
CREATE INDEX "reminders_clinicId_dueDate_idx" ON "reminders"("clinicId", "dueDate") WHERE NOT "isDone";

-- AddForeignKey
ALTER TABLE "notes" ADD CONSTRAINT "notes_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "referral_sources" ADD CONSTRAINT "referral_sources_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settings" ADD CONSTRAINT "settings_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Defaults have done their work
ALTER TABLE "referral_sources" ALTER COLUMN "clinicId" DROP DEFAULT;

ALTER TABLE "settings" ALTER COLUMN "clinicId" DROP DEFAULT;
