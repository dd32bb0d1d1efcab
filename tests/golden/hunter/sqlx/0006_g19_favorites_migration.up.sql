-- Source: g19_favorites_migration.sql
-- Note: The file's own BEGIN and COMMIT are left out: the migration tool opens the transaction.

-- G19: favorilerin oturumdan kullanıcıya taşınması (1. adım)
--
-- DİKKAT: bu dosya yarımdır. Sıra şöyle:
--   1. (bu dosya) user_id_new eklenir, eski tekillik kuralı kalkar
--   2. uygulama, girişte link_session_favorites() çağırarak satırları bağlar
--   3. temizlik dosyası: user_id silinir, user_id_new -> user_id olur,
--      users (id) için foreign key ve yeni tekillik kuralı eklenir
-- g19_users_auth.sql önce çalıştırılmış olmalı.

-- Yeni sütun; foreign key 3. adımda gelecek, çünkü eski satırlar henüz boş
ALTER TABLE favorites
    ADD COLUMN IF NOT EXISTS user_id_new INTEGER;

CREATE INDEX IF NOT EXISTS idx_favorites_user_id_new
    ON favorites (user_id_new)
    WHERE user_id_new IS NOT NULL;

-- Aynı kişi iki oturumdan aynı şirketi yıldızlamış olabilir:
-- taşıma sırasında (domain, user_id) artık tekil sayılmaz.
ALTER TABLE favorites
    DROP CONSTRAINT IF EXISTS uq_favorites_domain_user;

COMMENT ON COLUMN favorites.user_id IS 'Eski oturum kimliği; temizlikten sonra silinecek';

COMMENT ON COLUMN favorites.user_id_new IS 'users.id; foreign key temizlik adımında eklenecek';

-- Bir oturumun favorilerini kullanıcıya bağlar, bağlanan satır sayısını verir.
CREATE OR REPLACE FUNCTION link_session_favorites(p_session TEXT, p_user INTEGER)
RETURNS INTEGER AS $$
DECLARE
    v_count INTEGER;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM users u WHERE u.id = p_user AND u.is_active) THEN
        RAISE EXCEPTION 'kullanıcı bulunamadı: %', p_user
            USING HINT = 'Önce upsert_user_login() çağrılmalı.';
    END IF;

    -- Kullanıcıda zaten olan şirketler ikinci kez bağlanmaz
    DELETE FROM favorites f
    WHERE f.user_id = p_session
      AND f.user_id_new IS NULL
      AND EXISTS (
          SELECT 1 FROM favorites g
          WHERE g.user_id_new = p_user AND g.domain = f.domain
      );

    UPDATE favorites
       SET user_id_new = p_user
     WHERE user_id = p_session
       AND user_id_new IS NULL;

    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END;
$$ LANGUAGE plpgsql;
