"""g18 rescan alerts scoring

Source: g18_rescan_alerts_scoring.sql
Reversibility: lossless

Revision ID: 64a87ef4cca6
Revises: 97a475030b1b

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "64a87ef4cca6"
down_revision: Union[str, Sequence[str], None] = "97a475030b1b"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- G18: yeniden tarama, uyarılar, gelişmiş puanlama
-- Gerekli: schema.sql

-- Sinyal geçmişi: iki tarama arasında ne değişti? ---------------------------
CREATE TABLE IF NOT EXISTS signal_change_history (
    id           BIGSERIAL PRIMARY KEY,
    domain       VARCHAR(255) NOT NULL REFERENCES companies (domain) ON DELETE CASCADE,
    signal_type  VARCHAR(50)  NOT NULL,       -- spf, dkim, dmarc, mx, ...
    old_value    TEXT,
    new_value    TEXT,
    changed_at   TIMESTAMPTZ  NOT NULL DEFAULT now(),
    CHECK (old_value IS DISTINCT FROM new_value)
)""")

    _run("CREATE INDEX IF NOT EXISTS idx_signal_history_domain ON signal_change_history (domain)")
    _run("CREATE INDEX IF NOT EXISTS idx_signal_history_type   ON signal_change_history (signal_type)")
    _run("CREATE INDEX IF NOT EXISTS idx_signal_history_time   ON signal_change_history (changed_at DESC)")

    _run("""-- Puan geçmişi ---------------------------------------------------------------
CREATE TABLE IF NOT EXISTS score_change_history (
    id           BIGSERIAL PRIMARY KEY,
    domain       VARCHAR(255) NOT NULL REFERENCES companies (domain) ON DELETE CASCADE,
    old_score    INTEGER,
    new_score    INTEGER,
    score_delta  INTEGER GENERATED ALWAYS AS (coalesce(new_score, 0) - coalesce(old_score, 0)) STORED,
    old_segment  VARCHAR(20),
    new_segment  VARCHAR(20),
    changed_at   TIMESTAMPTZ NOT NULL DEFAULT now()
)""")

    _run("CREATE INDEX IF NOT EXISTS idx_score_history_domain ON score_change_history (domain)")
    _run("CREATE INDEX IF NOT EXISTS idx_score_history_delta  ON score_change_history (score_delta)")
    _run("CREATE INDEX IF NOT EXISTS idx_score_history_time   ON score_change_history (changed_at DESC)")

    _run("""-- Uyarılar -------------------------------------------------------------------
CREATE TYPE alert_status AS ENUM ('pending', 'sent', 'failed')""")

    _run("""CREATE TABLE IF NOT EXISTS alerts (
    id             SERIAL PRIMARY KEY,
    domain         VARCHAR(255) NOT NULL,
    alert_type     VARCHAR(50)  NOT NULL,
    alert_message  TEXT         NOT NULL,
    status         alert_status NOT NULL DEFAULT 'pending',
    created_at     TIMESTAMPTZ  NOT NULL DEFAULT now(),
    sent_at        TIMESTAMPTZ,
    CONSTRAINT fk_alerts_domain
        FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE,
    CONSTRAINT alerts_sent_has_time CHECK (status <> 'sent' OR sent_at IS NOT NULL)
)""")

    _run("CREATE INDEX IF NOT EXISTS idx_alerts_domain  ON alerts (domain)")
    _run("CREATE INDEX IF NOT EXISTS idx_alerts_type    ON alerts (alert_type)")
    _run("CREATE INDEX IF NOT EXISTS idx_alerts_pending ON alerts (created_at) WHERE status = 'pending'")

    _run("""-- Kim, hangi uyarıyı, hangi kanaldan alır? ------------------------------------
CREATE TABLE IF NOT EXISTS alert_config (
    id                   SERIAL PRIMARY KEY,
    user_id              VARCHAR(255) NOT NULL,
    alert_type           VARCHAR(50)  NOT NULL,
    notification_method  VARCHAR(20)  NOT NULL DEFAULT 'email'
                         CHECK (notification_method IN ('email', 'webhook', 'slack')),
    enabled              BOOLEAN      NOT NULL DEFAULT TRUE,
    frequency            VARCHAR(20)  NOT NULL DEFAULT 'immediate',
    webhook_url          TEXT,
    created_at           TIMESTAMPTZ  NOT NULL DEFAULT now(),
    CONSTRAINT alert_config_webhook_has_url
        CHECK (notification_method <> 'webhook' OR webhook_url ~ '^https?://')
)""")

    _run("""CREATE UNIQUE INDEX IF NOT EXISTS idx_alert_config_user_type
    ON alert_config (user_id, alert_type, notification_method)""")

    _run("CREATE INDEX IF NOT EXISTS idx_alert_config_type    ON alert_config (alert_type)")
    _run("CREATE INDEX IF NOT EXISTS idx_alert_config_enabled ON alert_config (alert_type) WHERE enabled")

    _run("""-- Gelişmiş puanlama ------------------------------------------------------------
ALTER TABLE lead_scores ADD COLUMN IF NOT EXISTS scoring_version SMALLINT""")

    _run("""-- Eski kurallarla hesaplanan satırlar 1 sayılır
UPDATE lead_scores SET scoring_version = 1 WHERE scoring_version IS NULL""")

    _run("ALTER TABLE lead_scores ALTER COLUMN scoring_version SET DEFAULT 2")
    _run("ALTER TABLE lead_scores ALTER COLUMN scoring_version SET NOT NULL")

    _run("""-- 80 eşiği 75'e indi; 1. öncelik yalnız "Migration" için kalmaya devam ediyor
CREATE OR REPLACE FUNCTION lead_priority(p_segment TEXT, p_score INTEGER)
RETURNS INTEGER AS $$
BEGIN
    IF p_segment = 'Migration' THEN
        RETURN CASE WHEN p_score >= 75 THEN 1 WHEN p_score >= 60 THEN 2 ELSE 3 END;
    ELSIF p_segment = 'Existing' THEN
        RETURN CASE WHEN p_score >= 70 THEN 3 ELSE 4 END;
    ELSIF p_segment = 'Cold' THEN
        RETURN CASE WHEN p_score >= 40 THEN 5 ELSE 6 END;
    END IF;
    RETURN 7;
END;
$$ LANGUAGE plpgsql IMMUTABLE""")

    _run("""-- Puan değişince geçmişe yaz
CREATE OR REPLACE FUNCTION record_score_change()
RETURNS TRIGGER AS $body$
BEGIN
    INSERT INTO score_change_history (domain, old_score, new_score, old_segment, new_segment)
    VALUES (NEW.domain, OLD.readiness_score, NEW.readiness_score, OLD.segment, NEW.segment);

    IF NEW.readiness_score - OLD.readiness_score >= 20 THEN
        INSERT INTO alerts (domain, alert_type, alert_message)
        VALUES (NEW.domain, 'score_jump',
                format('Puan %s -> %s (%s%%)', OLD.readiness_score, NEW.readiness_score,
                       round(100.0 * NEW.readiness_score / greatest(OLD.readiness_score, 1))));
    END IF;
    RETURN NEW;
END;
$body$ LANGUAGE plpgsql""")

    _run("DROP TRIGGER IF EXISTS lead_scores_record_change ON lead_scores")

    _run("""CREATE TRIGGER lead_scores_record_change
    AFTER UPDATE OF readiness_score, segment ON lead_scores
    FOR EACH ROW
    WHEN (OLD.readiness_score <> NEW.readiness_score OR OLD.segment <> NEW.segment)
    EXECUTE FUNCTION record_score_change()""")

    _run("COMMENT ON TABLE alerts       IS 'Gönderilecek ve gönderilmiş uyarılar'")
    _run("COMMENT ON TABLE alert_config IS 'Kullanıcının uyarı tercihleri'")
    _run("COMMENT ON COLUMN lead_scores.scoring_version IS '1: ilk kurallar; 2: G18 kuralları'")


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP TRIGGER lead_scores_record_change ON lead_scores")
    _run("DROP TABLE alert_config")
    _run("DROP TABLE alerts")
    _run("DROP TABLE score_change_history")
    _run("DROP TABLE signal_change_history")
    _run("ALTER TABLE lead_scores DROP COLUMN scoring_version")

    _run("""CREATE OR REPLACE FUNCTION lead_priority(p_segment TEXT, p_score INTEGER)
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

    _run("DROP FUNCTION record_score_change()")
    _run("DROP TYPE alert_status")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
