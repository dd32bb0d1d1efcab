-- Source: 20250720203715_remove_status_string.sql

/*
  Warnings:

  - `patients`.`status` changes from free text to an enum: the old column is dropped, its values are copied.
    Spellings that nobody foresaw become NEW.
  - `offers`.`status` is cast in place. The statement fails if there is a value that the CASE does not name.
*/

-- CreateEnum
CREATE TYPE "LeadStatus" AS ENUM ('NEW', 'CONTACTED', 'OFFERED', 'BOOKED', 'TREATED', 'LOST');

-- CreateEnum
CREATE TYPE "OfferStatus" AS ENUM ('DRAFT', 'SENT', 'ACCEPTED', 'REJECTED', 'EXPIRED');

-- patients: copy into a new column, drop the old one, take over its name ------
DROP INDEX "patients_status_idx";

ALTER TABLE "patients" ADD COLUMN "statusNew" "LeadStatus" NOT NULL DEFAULT 'NEW';

UPDATE "patients"
   SET "statusNew" = (
       CASE lower(trim("status"))
           WHEN 'new'        THEN 'NEW'
           WHEN 'yeni'       THEN 'NEW'
           WHEN 'contacted'  THEN 'CONTACTED'
           WHEN 'arandı'     THEN 'CONTACTED'
           WHEN 'offer sent' THEN 'OFFERED'
           WHEN 'booked'     THEN 'BOOKED'
           WHEN 'treated'    THEN 'TREATED'
           WHEN 'lost'       THEN 'LOST'
           WHEN 'kayıp'      THEN 'LOST'
           ELSE 'NEW'
       END
   )::"LeadStatus";

ALTER TABLE "patients" DROP COLUMN "status";

ALTER TABLE "patients" RENAME COLUMN "statusNew" TO "status";

-- CreateIndex
CREATE INDEX "patients_clinicId_status_idx" ON "patients"("clinicId", "status");

-- offers: cast in place --------------------------------------------------------
ALTER TABLE "offers" ALTER COLUMN "status" DROP DEFAULT;

ALTER TABLE "offers" ALTER COLUMN "status" TYPE "OfferStatus" USING (
    CASE "status"
        WHEN 'draft'    THEN 'DRAFT'
        WHEN 'sent'     THEN 'SENT'
        WHEN 'accepted' THEN 'ACCEPTED'
        WHEN 'declined' THEN 'REJECTED'
        WHEN 'rejected' THEN 'REJECTED'
        WHEN 'expired'  THEN 'EXPIRED'
        ELSE "status"
    END
)::"OfferStatus";

ALTER TABLE "offers" ALTER COLUMN "status" SET DEFAULT 'DRAFT';

COMMENT ON COLUMN "patients"."status" IS 'Where the patient stands: NEW -> CONTACTED -> OFFERED -> BOOKED -> TREATED, or LOST';
