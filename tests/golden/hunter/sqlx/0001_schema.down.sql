-- Undoes: schema.sql
-- Reversibility: lossless

DROP VIEW leads_ready;

DROP TABLE lead_scores;

DROP TABLE domain_signals;

DROP TABLE companies;

DROP TABLE raw_leads;

DROP FUNCTION lead_priority(text, integer);

DROP FUNCTION set_updated_at();

DROP FUNCTION normalize_domain(text);
