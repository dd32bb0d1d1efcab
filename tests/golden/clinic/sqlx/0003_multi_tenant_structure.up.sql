-- Source: 20250716200939_multi_tenant_structure.sql

/*
  Warnings:

  - The column `clinicId` is added to `users`, `patients` and `offers` as a required column.
    Existing rows are put into a clinic with the id `default-clinic`; give them their own afterwards.
  - The unique constraint on `referral_sources`.`name` stays global in this step.
*/

-- CreateEnum
CREATE TYPE "Plan" AS ENUM ('FREE', 'PRO', 'ENTERPRISE');

-- CreateTable
CREATE TABLE "clinics" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "subdomain" TEXT NOT NULL,
    "plan" "Plan" NOT NULL DEFAULT 'FREE',
    "timezone" TEXT NOT NULL DEFAULT 'Europe/Istanbul',
    "maxUsers" INTEGER NOT NULL DEFAULT 5,
    "maxPatients" INTEGER NOT NULL DEFAULT 100,
    "features" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "trialEndsAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clinics_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "clinics_subdomain_check" CHECK ("subdomain" ~ '^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$')
);

-- CreateIndex
CREATE UNIQUE INDEX "clinics_subdomain_key" ON "clinics"("subdomain");

-- What exists already belongs to this clinic
INSERT INTO "clinics" ("id", "name", "subdomain", "plan", "maxUsers", "maxPatients")
VALUES ('default-clinic', 'Default Clinic', 'default', 'ENTERPRISE', 1000, 100000);

-- AlterTable: with a default, so that the rows that exist get a value
ALTER TABLE "users" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic';

ALTER TABLE "patients" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic';

ALTER TABLE "offers" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic';

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patients" ADD CONSTRAINT "patients_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offers" ADD CONSTRAINT "offers_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From now on the application has to say which clinic
ALTER TABLE "users" ALTER COLUMN "clinicId" DROP DEFAULT;

ALTER TABLE "patients" ALTER COLUMN "clinicId" DROP DEFAULT;

ALTER TABLE "offers" ALTER COLUMN "clinicId" DROP DEFAULT;

-- DropIndex: the same address may work at two clinics
DROP INDEX "users_email_key";

-- CreateIndex
CREATE UNIQUE INDEX "users_clinicId_email_key" ON "users"("clinicId", "email");

-- CreateIndex
CREATE INDEX "patients_clinicId_idx" ON "patients"("clinicId");

-- CreateIndex
CREATE INDEX "offers_clinicId_idx" ON "offers"("clinicId");
