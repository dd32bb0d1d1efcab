-- Undoes: g16_webhook_enrichment.sql
-- Reversibility: lossless

DROP VIEW leads_ready;

DROP TABLE webhook_retries;

DROP TABLE api_keys;

ALTER TABLE companies
    DROP COLUMN contact_emails,
    DROP COLUMN contact_quality_score,
    DROP COLUMN linkedin_pattern;

CREATE VIEW leads_ready AS
SELECT
    c.id                                          AS company_id,
    c.canonical_name,
    c.domain,
    c.provider,
    ds.spf,
    ds.dkim,
    ds.dmarc_policy,
    ds.expires_at,
    ls.readiness_score,
    ls.segment,
    lead_priority(ls.segment, ls.readiness_score) AS priority,
    ls.scored_at
FROM companies c
LEFT JOIN domain_signals ds ON ds.domain = c.domain
JOIN lead_scores ls         ON ls.domain = c.domain
WHERE ls.segment <> 'Skip';

COMMENT ON VIEW leads_ready IS 'Puanlanmış, satışa hazır şirketler';

DROP FUNCTION next_webhook_retry(integer);
