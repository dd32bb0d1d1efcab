-- Undoes: g17_notes_tags_favorites.sql
-- Reversibility: lossless

DROP TRIGGER lead_scores_auto_tag ON lead_scores;

DROP TABLE favorites;

DROP TABLE tags;

DROP TABLE notes;

DROP FUNCTION auto_tag_company();
