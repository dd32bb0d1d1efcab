-- Undoes: 20250712093011_add_patient_offers.sql
-- Reversibility: lossless

DROP VIEW offer_totals;

DROP TABLE offer_items;

DROP TABLE patient_offers;
