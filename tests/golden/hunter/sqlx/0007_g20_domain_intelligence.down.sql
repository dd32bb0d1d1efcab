-- Undoes: g20_domain_intelligence.sql
-- Reversibility: lossless

DROP VIEW leads_ready;

ALTER TABLE companies DROP COLUMN tenant_size;

ALTER TABLE domain_signals
    DROP COLUMN local_provider,
    DROP COLUMN dmarc_coverage;

CREATE VIEW leads_ready AS
SELECT
    c.id                                          AS company_id,
    c.canonical_name,
    c.domain,
    c.provider,
    c.contact_emails,
    c.contact_quality_score,
    c.linkedin_pattern,
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

COMMENT ON VIEW leads_ready IS 'Puanlanmış, satışa hazır şirketler (G16: iletişim bilgileriyle)';
