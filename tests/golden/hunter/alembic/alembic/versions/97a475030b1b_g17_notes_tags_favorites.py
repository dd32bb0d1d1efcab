"""g17 notes tags favorites

Source: g17_notes_tags_favorites.sql
Reversibility: lossless

Revision ID: 97a475030b1b
Revises: 46a0b4c3b5a6

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "97a475030b1b"
down_revision: Union[str, Sequence[str], None] = "46a0b4c3b5a6"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- G17: notlar, etiketler, favoriler (hafif CRM)
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
)""")

    _run("CREATE INDEX IF NOT EXISTS idx_notes_domain     ON notes (domain)")
    _run("CREATE INDEX IF NOT EXISTS idx_notes_created_at ON notes (created_at DESC)")

    _run("""CREATE INDEX IF NOT EXISTS idx_notes_search
    ON notes USING gin (to_tsvector('turkish', note))""")

    _run("""CREATE TRIGGER notes_set_updated_at
    BEFORE UPDATE ON notes
    FOR EACH ROW
    WHEN (OLD.note IS DISTINCT FROM NEW.note)
    EXECUTE FUNCTION set_updated_at()""")

    _run("""-- Etiketler: bir şirkette aynı etiket bir kez bulunur -----------------------
CREATE TABLE IF NOT EXISTS tags (
    id          SERIAL PRIMARY KEY,
    domain      VARCHAR(255) NOT NULL,
    tag         VARCHAR(100) NOT NULL,
    created_at  TIMESTAMPTZ  NOT NULL DEFAULT now(),
    CONSTRAINT fk_tags_domain
        FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE,
    CONSTRAINT uq_tags_domain_tag UNIQUE (domain, tag)
)""")

    _run("CREATE INDEX IF NOT EXISTS idx_tags_domain ON tags (domain)")
    _run("CREATE INDEX IF NOT EXISTS idx_tags_tag    ON tags (tag)")
    _run("CREATE INDEX IF NOT EXISTS idx_tags_prefix ON tags (lower(tag) varchar_pattern_ops)")

    _run("""-- Puanlamadan gelen etiketler kendiliğinden eklenir
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
$$ LANGUAGE plpgsql""")

    _run("""CREATE TRIGGER lead_scores_auto_tag
    AFTER INSERT OR UPDATE OF segment, readiness_score ON lead_scores
    FOR EACH ROW EXECUTE FUNCTION auto_tag_company()""")

    _run("""-- Favoriler: user_id şimdilik oturum kimliği (UUID metni) -------------------
CREATE TABLE IF NOT EXISTS favorites (
    id          SERIAL PRIMARY KEY,
    domain      VARCHAR(255) NOT NULL,
    user_id     VARCHAR(255) NOT NULL,
    created_at  TIMESTAMPTZ  NOT NULL DEFAULT now(),
    CONSTRAINT fk_favorites_domain
        FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE,
    CONSTRAINT uq_favorites_domain_user UNIQUE (domain, user_id)
)""")

    _run("CREATE INDEX IF NOT EXISTS idx_favorites_domain  ON favorites (domain)")
    _run("CREATE INDEX IF NOT EXISTS idx_favorites_user    ON favorites (user_id)")
    _run("CREATE INDEX IF NOT EXISTS idx_favorites_created ON favorites (user_id, created_at DESC)")
    _run("COMMENT ON TABLE  notes     IS 'Satış ekibinin şirket notları'")
    _run("COMMENT ON TABLE  tags      IS 'Elle ya da kendiliğinden eklenen etiketler'")
    _run("COMMENT ON TABLE  favorites IS 'Yıldızlanan şirketler'")
    _run("COMMENT ON COLUMN favorites.user_id IS 'Oturum kimliği; kullanıcı girişi gelince değişecek'")


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP TRIGGER lead_scores_auto_tag ON lead_scores")
    _run("DROP TABLE favorites")
    _run("DROP TABLE tags")
    _run("DROP TABLE notes")
    _run("DROP FUNCTION auto_tag_company()")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
