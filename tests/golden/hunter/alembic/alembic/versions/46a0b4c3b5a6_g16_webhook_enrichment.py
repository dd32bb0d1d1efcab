"""g16 webhook enrichment

Source: g16_webhook_enrichment.sql
Reversibility: lossless
Note: The file's own BEGIN and COMMIT are left out: the migration tool opens the transaction.

Revision ID: 46a0b4c3b5a6
Revises: 77e465637c1c

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "46a0b4c3b5a6"
down_revision: Union[str, Sequence[str], None] = "77e465637c1c"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    # G16: webhook ile kayıt alma + iletişim bilgisi zenginleştirme
    # Gerekli: schema.sql
    # Tekrar çalıştırılabilir olsun diye IF NOT EXISTS kullanıldı.

    _run("""-- 1) companies: zenginleştirme sütunları ------------------------------------
ALTER TABLE companies
    ADD COLUMN IF NOT EXISTS contact_emails        JSONB,
    ADD COLUMN IF NOT EXISTS contact_quality_score INTEGER,
    ADD COLUMN IF NOT EXISTS linkedin_pattern      VARCHAR(255)""")

    _run("""COMMENT ON COLUMN companies.contact_emails IS
    'Bulunan e-posta adresleri, örnek: ["info@example.com", "satis@example.com"]'""")

    _run("COMMENT ON COLUMN companies.contact_quality_score IS 'İletişim kalitesi, 0-100'")

    _run("""COMMENT ON COLUMN companies.linkedin_pattern IS
    'Adres kalıbı, örnek: {ad}.{soyad}@example.com'""")

    _run("""ALTER TABLE companies
    ADD CONSTRAINT companies_contact_quality_range
    CHECK (contact_quality_score IS NULL OR contact_quality_score BETWEEN 0 AND 100)""")

    _run("""CREATE INDEX IF NOT EXISTS idx_companies_contact_quality
    ON companies (contact_quality_score DESC NULLS LAST)""")

    _run("""CREATE INDEX IF NOT EXISTS idx_companies_contact_emails
    ON companies USING gin (contact_emails)""")

    _run("""-- 2) api_keys: webhook çağrılarının kimlik doğrulaması ----------------------
CREATE TABLE IF NOT EXISTS api_keys (
    id                    SERIAL PRIMARY KEY,
    key_hash              VARCHAR(255) NOT NULL UNIQUE,   -- SHA-256; düz anahtar saklanmaz
    name                  VARCHAR(255) NOT NULL,
    rate_limit_per_minute INTEGER      NOT NULL DEFAULT 60,
    is_active             BOOLEAN      NOT NULL DEFAULT TRUE,
    created_at            TIMESTAMPTZ  NOT NULL DEFAULT now(),
    last_used_at          TIMESTAMPTZ,
    created_by            VARCHAR(255),
    CHECK (rate_limit_per_minute > 0)
)""")

    _run("CREATE INDEX IF NOT EXISTS idx_api_keys_active ON api_keys (is_active) WHERE is_active")
    _run("CREATE INDEX IF NOT EXISTS idx_api_keys_name   ON api_keys (lower(name))")

    _run("""-- 3) webhook_retries: başarısız istekler üstel bekleme ile yeniden denenir --
CREATE TABLE IF NOT EXISTS webhook_retries (
    id             SERIAL PRIMARY KEY,
    api_key_id     INTEGER     NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    payload        JSONB       NOT NULL,
    retry_count    INTEGER     NOT NULL DEFAULT 0,
    max_retries    INTEGER     NOT NULL DEFAULT 3,
    next_retry_at  TIMESTAMPTZ,
    status         VARCHAR(20) NOT NULL DEFAULT 'pending',
    error_message  TEXT,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    last_retry_at  TIMESTAMPTZ,
    CONSTRAINT webhook_retries_status_check
        CHECK (status IN ('pending', 'success', 'failed', 'exhausted')),
    CONSTRAINT webhook_retries_count_check
        CHECK (retry_count <= max_retries)
)""")

    _run("CREATE INDEX IF NOT EXISTS idx_webhook_retries_api_key ON webhook_retries (api_key_id)")
    _run("CREATE INDEX IF NOT EXISTS idx_webhook_retries_status  ON webhook_retries (status)")

    _run("""CREATE INDEX IF NOT EXISTS idx_webhook_retries_due
    ON webhook_retries (next_retry_at)
    WHERE status = 'pending'""")

    _run("""-- Sıradaki deneme zamanı: 1, 2, 4, 8... dakika
CREATE OR REPLACE FUNCTION next_webhook_retry(p_retry_count INTEGER)
RETURNS TIMESTAMPTZ AS $$
    SELECT now() + make_interval(mins => power(2, least(p_retry_count, 10))::int);
$$ LANGUAGE sql STABLE""")

    _run("""-- 4) leads_ready: zenginleştirme alanlarıyla yeniden ------------------------
-- Sütunlar araya girdiği için CREATE OR REPLACE yetmiyor.
DROP VIEW IF EXISTS leads_ready""")

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


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP VIEW leads_ready")
    _run("DROP TABLE webhook_retries")
    _run("DROP TABLE api_keys")

    _run("""ALTER TABLE companies
    DROP COLUMN contact_emails,
    DROP COLUMN contact_quality_score,
    DROP COLUMN linkedin_pattern""")

    _run("""CREATE VIEW leads_ready AS
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
WHERE ls.segment <> 'Skip'""")

    _run("COMMENT ON VIEW leads_ready IS 'Puanlanmış, satışa hazır şirketler'")
    _run("DROP FUNCTION next_webhook_retry(integer)")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
