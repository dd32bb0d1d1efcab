-- Undoes: g18_rescan_alerts_scoring.sql
-- Reversibility: lossless

DROP TRIGGER lead_scores_record_change ON lead_scores;

DROP TABLE alert_config;

DROP TABLE alerts;

DROP TABLE score_change_history;

DROP TABLE signal_change_history;

ALTER TABLE lead_scores DROP COLUMN scoring_version;

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
$$ LANGUAGE plpgsql IMMUTABLE;

DROP FUNCTION record_score_change();

DROP TYPE alert_status;
