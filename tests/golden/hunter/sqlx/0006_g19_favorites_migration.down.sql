-- Undoes: g19_favorites_migration.sql
-- Reversibility: lossless

ALTER TABLE favorites DROP COLUMN user_id_new;

COMMENT ON COLUMN favorites.user_id IS 'Oturum kimliği; kullanıcı girişi gelince değişecek';

ALTER TABLE favorites ADD CONSTRAINT uq_favorites_domain_user UNIQUE (domain, user_id);

DROP FUNCTION link_session_favorites(text, integer);
