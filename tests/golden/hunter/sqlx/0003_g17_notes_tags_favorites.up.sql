-- Source: g17_notes_tags_favorites.sql

-- G17: notlar, etiketler, favoriler (hafif CRM)
-- Gerekli: schema.sql (companies)
-- Kullanıcı girişi henüz yok: favoriler tarayıcı oturumuna bağlı.

-- Notlar --------------------------------------------------------------------
CREATE TABLE IF NOT EXISTS notes (
    id          SERIAL PRIMARY KEY,
    domain      VARCHAR(255) NOT NULL,
    note        TEXT         NOT NULL,
    created_by  VARCHAR(255),
    created_at  TIMESTAMPTZ  NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ  NOT NULL DEFAULT now(),
    CONSTRAINT fk_notes_domain
        FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE,
    CONSTRAINT notes_not_blank CHECK (length(trim(note)) > 0)
);

CREATE INDEX IF NOT EXISTS idx_notes_domain     ON notes (domain);

CREATE INDEX IF NOT EXISTS idx_notes_created_at ON notes (created_at DESC);

CREATE INDEX IF NOT EXISTS idx_notes_search
    ON notes USING gin (to_tsvector('turkish', note));

CREATE TRIGGER notes_set_updated_at
    BEFORE UPDATE ON notes
    FOR EACH ROW
    WHEN (OLD.note IS DISTINCT FROM NEW.note)
    EXECUTE FUNCTION set_updated_at();

-- Etiketler: bir şirkette aynı etiket bir kez bulunur -----------------------
CREATE TABLE IF NOT EXISTS tags (
    id          SERIAL PRIMARY KEY,
    domain      VARCHAR(255) NOT NULL,
    tag         VARCHAR(100) NOT NULL,
    created_at  TIMESTAMPTZ  NOT NULL DEFAULT now(),
    CONSTRAINT fk_tags_domain
        FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE,
    CONSTRAINT uq_tags_domain_tag UNIQUE (domain, tag)
);

CREATE INDEX IF NOT EXISTS idx_tags_domain ON tags (domain);

CREATE INDEX IF NOT EXISTS idx_tags_tag    ON tags (tag);

CREATE INDEX IF NOT EXISTS idx_tags_prefix ON tags (lower(tag) varchar_pattern_ops);

-- Puanlamadan gelen etiketler kendiliğinden eklenir
CREATE OR REPLACE FUNCTION auto_tag_company()
RETURNS TRIGGER AS $$
BEGIN
    IF NEW.segment = 'Migration' AND NEW.readiness_score >= 80 THEN
        INSERT INTO tags (domain, tag)
        VALUES (NEW.domain, 'öncelikli')
        ON CONFLICT (domain, tag) DO NOTHING;
    END IF;

    -- Alan adının süresi 30 günden önce doluyorsa
    IF EXISTS (
        SELECT 1 FROM domain_signals s
        WHERE s.domain = NEW.domain
          AND s.expires_at < current_date + 30
    ) THEN
        INSERT INTO tags (domain, tag)
        VALUES (NEW.domain, 'süresi-doluyor')
        ON CONFLICT (domain, tag) DO NOTHING;
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER lead_scores_auto_tag
    AFTER INSERT OR UPDATE OF segment, readiness_score ON lead_scores
    FOR EACH ROW EXECUTE FUNCTION auto_tag_company();

-- Favoriler: user_id şimdilik oturum kimliği (UUID metni) -------------------
CREATE TABLE IF NOT EXISTS favorites (
    id          SERIAL PRIMARY KEY,
    domain      VARCHAR(255) NOT NULL,
    user_id     VARCHAR(255) NOT NULL,
    created_at  TIMESTAMPTZ  NOT NULL DEFAULT now(),
    CONSTRAINT fk_favorites_domain
        FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE,
    CONSTRAINT uq_favorites_domain_user UNIQUE (domain, user_id)
);

CREATE INDEX IF NOT EXISTS idx_favorites_domain  ON favorites (domain);

CREATE INDEX IF NOT EXISTS idx_favorites_user    ON favorites (user_id);

CREATE INDEX IF NOT EXISTS idx_favorites_created ON favorites (user_id, created_at DESC);

COMMENT ON TABLE  notes     IS 'Satış ekibinin şirket notları';

COMMENT ON TABLE  tags      IS 'Elle ya da kendiliğinden eklenen etiketler';

COMMENT ON TABLE  favorites IS 'Yıldızlanan şirketler';

COMMENT ON COLUMN favorites.user_id IS 'Oturum kimliği; kullanıcı girişi gelince değişecek';
