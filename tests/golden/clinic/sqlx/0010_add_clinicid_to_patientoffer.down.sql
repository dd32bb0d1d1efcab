-- Undoes: 20250720211648_add_clinicid_to_patientoffer.sql
-- Reversibility: lossless

DROP VIEW offer_totals;

ALTER TABLE patient_offers DROP COLUMN "clinicId";

CREATE VIEW offer_totals AS
SELECT o."id" AS "offerId",
       o."title",
       o."currency",
       COALESCE(SUM(i."quantity" * i."unitPrice"), o."price") AS "total",
       COUNT(DISTINCT po."patientId") AS "patientCount"
FROM "offers" o
LEFT JOIN "offer_items" i ON i."offerId" = o."id"
LEFT JOIN "patient_offers" po ON po."offerId" = o."id" AND po."visible"
GROUP BY o."id";
