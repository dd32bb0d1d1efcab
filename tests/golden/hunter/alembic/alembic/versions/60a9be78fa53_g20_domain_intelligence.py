"""g20 domain intelligence

Source: g20_domain_intelligence.sql
Reversibility: lossless

Revision ID: 60a9be78fa53
Revises: bc4ab16fdb5d

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "60a9be78fa53"
down_revision: Union[str, Sequence[str], None] = "bc4ab16fdb5d"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- G20: alan adı zekâsı - yerel sağlayıcı, DMARC kapsamı, kiracı büyüklüğü
-- Gerekli: schema.sql, g16_webhook_enrichment.sql (leads_ready oradaki hâliyle)

-- 1) domain_signals -----------------------------------------------------------
ALTER TABLE domain_signals ADD COLUMN IF NOT EXISTS local_provider VARCHAR(255)""")

    _run("ALTER TABLE domain_signals ADD COLUMN IF NOT EXISTS dmarc_coverage INTEGER")

    _run("""ALTER TABLE domain_signals
    ADD CONSTRAINT domain_signals_dmarc_coverage_range
    CHECK (dmarc_coverage BETWEEN 0 AND 100)""")

    _run("""COMMENT ON COLUMN domain_signals.local_provider IS
    'Sağlayıcı "Local" ise barındırma firması: TürkHost, Natro, Turhost...'""")

    _run("COMMENT ON COLUMN domain_signals.dmarc_coverage IS 'DMARC kaydındaki pct değeri (%)'")

    _run("""-- 2) companies ----------------------------------------------------------------
ALTER TABLE companies ADD COLUMN IF NOT EXISTS tenant_size VARCHAR(50)""")

    _run("""ALTER TABLE companies
    ADD CONSTRAINT companies_tenant_size_check
    CHECK (tenant_size IN ('small', 'medium', 'large'))""")

    _run("COMMENT ON COLUMN companies.tenant_size IS 'MX kaydından tahmin edilen büyüklük'")

    _run("""-- 3) Eldeki veriden doldur ------------------------------------------------------
-- Kaydı olan ama yüzdesi yazılmayanlarda varsayılan pct 100'dür.
UPDATE domain_signals
   SET dmarc_coverage = 100
 WHERE dmarc_policy IN ('quarantine', 'reject')
   AND dmarc_coverage IS NULL""")

    _run("""UPDATE companies c
   SET tenant_size = CASE
           WHEN s.mx_root LIKE '%.mail.protection.outlook.com' AND s.dmarc_policy = 'reject' THEN 'large'
           WHEN s.mx_root LIKE '%.mail.protection.outlook.com' THEN 'medium'
           ELSE 'small'
       END
  FROM domain_signals s
 WHERE s.domain = c.domain
   AND c.provider IN ('M365', 'Google')""")

    _run("""-- 4) Dizinler -------------------------------------------------------------------
CREATE INDEX IF NOT EXISTS idx_domain_signals_local_provider
    ON domain_signals (local_provider) WHERE local_provider IS NOT NULL""")

    _run("""CREATE INDEX IF NOT EXISTS idx_domain_signals_dmarc_coverage
    ON domain_signals (dmarc_coverage)""")

    _run("""CREATE INDEX IF NOT EXISTS idx_companies_tenant_size
    ON companies (tenant_size, provider)""")

    _run("""-- 5) Görünüm ---------------------------------------------------------------------
DROP VIEW IF EXISTS leads_ready""")

    _run("""CREATE VIEW leads_ready AS
SELECT
    c.id                                          AS company_id,
    c.canonical_name,
    c.domain,
    c.provider,
    c.tenant_size,
    c.contact_emails,
    c.contact_quality_score,
    c.linkedin_pattern,
    ds.local_provider,
    ds.spf,
    ds.dkim,
    ds.dmarc_policy,
    ds.dmarc_coverage,
    ds.expires_at,
    ls.readiness_score,
    ls.segment,
    lead_priority(ls.segment, ls.readiness_score) AS priority,
    ls.scored_at
FROM companies c
LEFT JOIN domain_signals ds ON ds.domain = c.domain
JOIN lead_scores ls         ON ls.domain = c.domain
WHERE ls.segment <> 'Skip'""")

    _run("COMMENT ON VIEW leads_ready IS 'Puanlanmış, satışa hazır şirketler (G20: alan adı zekâsıyla)'")


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP VIEW leads_ready")
    _run("ALTER TABLE companies DROP COLUMN tenant_size")

    _run("""ALTER TABLE domain_signals
    DROP COLUMN local_provider,
    DROP COLUMN dmarc_coverage""")

    _run("""CREATE VIEW leads_ready AS
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
WHERE ls.segment <> 'Skip'""")

    _run("COMMENT ON VIEW leads_ready IS 'Puanlanmış, satışa hazır şirketler (G16: iletişim bilgileriyle)'")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
