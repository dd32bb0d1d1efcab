"""schema

Source: schema.sql
Reversibility: lossless

Revision ID: 77e465637c1c
Revises:

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "77e465637c1c"
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run(r"""-- Hunter - temel şema (G2)
-- Boş bir veritabanında bir kez çalıştırılır:
--   psql "$DATABASE_URL" -f schema.sql
-- Sonraki değişiklikler gNN_*.sql dosyalarındadır; bu dosya artık değiştirilmiyor.

-- ---------------------------------------------------------------------------
-- Yardımcı fonksiyonlar
-- ---------------------------------------------------------------------------

-- Alan adını tek biçime getirir: küçük harf, baştaki "www." ve protokol atılır.
CREATE OR REPLACE FUNCTION normalize_domain(p_input TEXT)
RETURNS TEXT
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT regexp_replace(
               regexp_replace(lower(trim(p_input)), '^[a-z]+://', ''),
               '^www\.|/.*$', '', 'g'
           )
$$""")

    _run("""-- updated_at sütununu her güncellemede tazeler.
CREATE OR REPLACE FUNCTION set_updated_at()
RETURNS TRIGGER AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$ LANGUAGE plpgsql""")

    _run("""-- ---------------------------------------------------------------------------
-- Ham kayıtlar: CSV, form ya da webhook ile gelen, henüz işlenmemiş satırlar
-- ---------------------------------------------------------------------------
CREATE TABLE raw_leads (
    id            SERIAL PRIMARY KEY,
    source        VARCHAR(50)  NOT NULL,               -- 'csv', 'webhook', 'manual'
    company_name  VARCHAR(255),
    email         VARCHAR(255),
    website       VARCHAR(500),
    domain        VARCHAR(255),
    payload       JSONB        NOT NULL DEFAULT '{}'::jsonb,
    ingested_at   TIMESTAMPTZ  NOT NULL DEFAULT now(),
    processed     BOOLEAN      NOT NULL DEFAULT FALSE,
    CONSTRAINT raw_leads_source_check CHECK (source IN ('csv', 'webhook', 'manual')),
    -- En az birinden alan adı çıkarılabilmeli
    CHECK (email IS NOT NULL OR website IS NOT NULL OR domain IS NOT NULL)
)""")

    _run("CREATE INDEX idx_raw_leads_domain      ON raw_leads (domain)")
    _run("CREATE INDEX idx_raw_leads_unprocessed ON raw_leads (ingested_at) WHERE NOT processed")

    _run("""-- ---------------------------------------------------------------------------
-- Şirketler: alan adı başına tek satır
-- ---------------------------------------------------------------------------
CREATE TABLE companies (
    id              SERIAL PRIMARY KEY,
    canonical_name  VARCHAR(255) NOT NULL,
    domain          VARCHAR(255) NOT NULL UNIQUE,
    provider        VARCHAR(50)  NOT NULL DEFAULT 'Unknown',  -- M365, Google, Yandex, Hosting, Local...
    country         CHAR(2)      NOT NULL DEFAULT 'TR',
    created_at      TIMESTAMPTZ  NOT NULL DEFAULT now(),
    updated_at      TIMESTAMPTZ  NOT NULL DEFAULT now(),
    CONSTRAINT companies_domain_lower CHECK (domain = lower(domain))
)""")

    _run("CREATE INDEX idx_companies_provider ON companies (provider)")
    _run("CREATE INDEX idx_companies_updated  ON companies (updated_at DESC)")

    _run("""CREATE TRIGGER companies_set_updated_at
    BEFORE UPDATE ON companies
    FOR EACH ROW EXECUTE FUNCTION set_updated_at()""")

    _run("""-- ---------------------------------------------------------------------------
-- DNS ve WHOIS taramasından gelen sinyaller
-- ---------------------------------------------------------------------------
CREATE TABLE domain_signals (
    id            SERIAL PRIMARY KEY,
    domain        VARCHAR(255) NOT NULL REFERENCES companies (domain) ON DELETE CASCADE,
    spf           BOOLEAN,
    dkim          BOOLEAN,
    dmarc_policy  VARCHAR(20) CHECK (dmarc_policy IN ('none', 'quarantine', 'reject')),
    mx_root       VARCHAR(255),
    registrar     VARCHAR(255),
    expires_at    DATE,
    nameservers   TEXT[]       NOT NULL DEFAULT '{}',
    scan_status   VARCHAR(20)  NOT NULL DEFAULT 'pending',
    scanned_at    TIMESTAMPTZ  NOT NULL DEFAULT now()
)""")

    _run("CREATE INDEX idx_domain_signals_domain ON domain_signals (domain)")
    _run("CREATE INDEX idx_domain_signals_mx     ON domain_signals (mx_root) WHERE mx_root IS NOT NULL")

    _run("""-- ---------------------------------------------------------------------------
-- Puanlama sonucu: segment ve 0-100 arası hazır olma puanı
-- ---------------------------------------------------------------------------
CREATE TABLE lead_scores (
    id               SERIAL PRIMARY KEY,
    domain           VARCHAR(255) NOT NULL REFERENCES companies (domain) ON DELETE CASCADE,
    readiness_score  INTEGER      NOT NULL CHECK (readiness_score BETWEEN 0 AND 100),
    segment          VARCHAR(20)  NOT NULL,
    reason           TEXT,
    scored_at        TIMESTAMPTZ  NOT NULL DEFAULT now(),
    UNIQUE (domain),
    CONSTRAINT lead_scores_segment_check
        CHECK (segment IN ('Migration', 'Existing', 'Cold', 'Skip'))
)""")

    _run("CREATE INDEX idx_lead_scores_segment ON lead_scores (segment, readiness_score DESC)")

    _run("""-- Satış ekibinin gördüğü öncelik (1 en yüksek)
CREATE OR REPLACE FUNCTION lead_priority(p_segment TEXT, p_score INTEGER)
RETURNS INTEGER AS $$
BEGIN
    IF p_segment = 'Migration' THEN
        RETURN CASE WHEN p_score >= 80 THEN 1 WHEN p_score >= 70 THEN 2 ELSE 3 END;
    ELSIF p_segment = 'Existing' THEN
        RETURN 3;
    END IF;
    RETURN 5;
END;
$$ LANGUAGE plpgsql IMMUTABLE""")

    _run("""-- ---------------------------------------------------------------------------
-- leads_ready: arayüzün ve dışa aktarmanın okuduğu tek görünüm
-- ---------------------------------------------------------------------------
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
WHERE ls.segment <> 'Skip'""")

    _run("COMMENT ON TABLE  raw_leads   IS 'İçe aktarılan ham kayıtlar; işlendikten sonra da silinmez'")
    _run("COMMENT ON TABLE  companies   IS 'Alan adına göre tekilleştirilmiş şirketler'")
    _run("COMMENT ON COLUMN companies.provider IS 'MX kaydından çıkarılan e-posta sağlayıcısı'")
    _run("COMMENT ON VIEW   leads_ready IS 'Puanlanmış, satışa hazır şirketler'")


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP VIEW leads_ready")
    _run("DROP TABLE lead_scores")
    _run("DROP TABLE domain_signals")
    _run("DROP TABLE companies")
    _run("DROP TABLE raw_leads")
    _run("DROP FUNCTION lead_priority(text, integer)")
    _run("DROP FUNCTION set_updated_at()")
    _run("DROP FUNCTION normalize_domain(text)")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
