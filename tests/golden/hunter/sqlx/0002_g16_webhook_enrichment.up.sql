-- Source: g16_webhook_enrichment.sql
-- Note: The file's own BEGIN and COMMIT are left out: the migration tool opens the transaction.

-- G16: webhook ile kayıt alma + iletişim bilgisi zenginleştirme
-- Gerekli: schema.sql
-- Tekrar çalıştırılabilir olsun diye IF NOT EXISTS kullanıldı.

-- 1) companies: zenginleştirme sütunları ------------------------------------
ALTER TABLE companies
    ADD COLUMN IF NOT EXISTS contact_emails        JSONB,
    ADD COLUMN IF NOT EXISTS contact_quality_score INTEGER,
    ADD COLUMN IF NOT EXISTS linkedin_pattern      VARCHAR(255);

COMMENT ON COLUMN companies.contact_emails IS
    'Bulunan e-posta adresleri, örnek: ["info@example.com", "satis@example.com"]';

COMMENT ON COLUMN companies.contact_quality_score IS 'İletişim kalitesi, 0-100';

COMMENT ON COLUMN companies.linkedin_pattern IS
    'Adres kalıbı, örnek: {ad}.{soyad}@example.com';

ALTER TABLE companies
    ADD CONSTRAINT companies_contact_quality_range
    CHECK (contact_quality_score IS NULL OR contact_quality_score BETWEEN 0 AND 100);

CREATE INDEX IF NOT EXISTS idx_companies_contact_quality
    ON companies (contact_quality_score DESC NULLS LAST);

CREATE INDEX IF NOT EXISTS idx_companies_contact_emails
    ON companies USING gin (contact_emails);

-- 2) api_keys: webhook çağrılarının kimlik doğrulaması ----------------------
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
);

CREATE INDEX IF NOT EXISTS idx_api_keys_active ON api_keys (is_active) WHERE is_active;

CREATE INDEX IF NOT EXISTS idx_api_keys_name   ON api_keys (lower(name));

-- 3) webhook_retries: başarısız istekler üstel bekleme ile yeniden denenir --
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
);

CREATE INDEX IF NOT EXISTS idx_webhook_retries_api_key ON webhook_retries (api_key_id);

CREATE INDEX IF NOT EXISTS idx_webhook_retries_status  ON webhook_retries (status);

CREATE INDEX IF NOT EXISTS idx_webhook_retries_due
    ON webhook_retries (next_retry_at)
    WHERE status = 'pending';

-- Sıradaki deneme zamanı: 1, 2, 4, 8... dakika
CREATE OR REPLACE FUNCTION next_webhook_retry(p_retry_count INTEGER)
RETURNS TIMESTAMPTZ AS $$
    SELECT now() + make_interval(mins => power(2, least(p_retry_count, 10))::int);
$$ LANGUAGE sql STABLE;

-- 4) leads_ready: zenginleştirme alanlarıyla yeniden ------------------------
-- Sütunlar araya girdiği için CREATE OR REPLACE yetmiyor.
DROP VIEW IF EXISTS leads_ready;

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
