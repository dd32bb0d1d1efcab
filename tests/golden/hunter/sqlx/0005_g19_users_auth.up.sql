-- Source: g19_users_auth.sql

-- G19: kullanıcılar ve Microsoft hesabıyla giriş (OAuth 2.0 / OpenID Connect)
-- Yeni tablo; başka dosyaya bağlı değil (set_updated_at dışında).

CREATE TABLE IF NOT EXISTS users (
    id             SERIAL PRIMARY KEY,
    microsoft_id   VARCHAR(255) NOT NULL UNIQUE,       -- jetondaki "oid" değeri
    tenant_id      UUID,
    email          VARCHAR(255) NOT NULL UNIQUE,
    display_name   VARCHAR(255),
    role           VARCHAR(20)  NOT NULL DEFAULT 'sales',
    is_active      BOOLEAN      NOT NULL DEFAULT TRUE,
    refresh_token  BYTEA,                               -- şifreli
    preferences    JSONB        NOT NULL DEFAULT '{"dil": "tr", "sayfa": 50}',
    created_at     TIMESTAMPTZ  NOT NULL DEFAULT now(),
    updated_at     TIMESTAMPTZ  NOT NULL DEFAULT now(),
    last_login_at  TIMESTAMPTZ,
    CONSTRAINT users_role_check CHECK (role IN ('sales', 'manager', 'admin')),
    CONSTRAINT users_email_shape CHECK (email ~* '^[^@\s]+@[^@\s]+\.[a-z]{2,}$')
);

CREATE INDEX IF NOT EXISTS idx_users_microsoft_id ON users (microsoft_id);

CREATE INDEX IF NOT EXISTS idx_users_email_lower  ON users (lower(email));

CREATE INDEX IF NOT EXISTS idx_users_active       ON users (last_login_at DESC) WHERE is_active;

CREATE TRIGGER users_set_updated_at
    BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- İlk girişte kullanıcı açar, sonrakilerde son giriş zamanını yazar.
CREATE OR REPLACE FUNCTION upsert_user_login(
    p_microsoft_id TEXT,
    p_email        TEXT,
    p_display_name TEXT DEFAULT NULL
)
RETURNS INTEGER
LANGUAGE plpgsql
AS $$
DECLARE
    v_id INTEGER;
BEGIN
    INSERT INTO users (microsoft_id, email, display_name, last_login_at)
    VALUES (p_microsoft_id, lower(p_email), p_display_name, now())
    ON CONFLICT (microsoft_id) DO UPDATE
        SET email         = excluded.email,
            display_name  = coalesce(excluded.display_name, users.display_name),
            last_login_at = excluded.last_login_at
    RETURNING id INTO v_id;

    RETURN v_id;
END;
$$;

-- İşten ayrılan kullanıcı silinmez; notları ve favorileri yerinde kalsın diye kapatılır.
CREATE OR REPLACE FUNCTION deactivate_user(p_id INTEGER)
RETURNS BOOLEAN
LANGUAGE sql
AS $$
    UPDATE users
       SET is_active = FALSE, refresh_token = NULL
     WHERE id = p_id AND is_active
    RETURNING TRUE;
$$;

COMMENT ON TABLE  users IS 'Microsoft hesabıyla giriş yapan kullanıcılar';

COMMENT ON COLUMN users.microsoft_id IS 'Microsoft nesne kimliği (oid); e-posta değişse de sabit kalır';

COMMENT ON COLUMN users.refresh_token IS 'Uygulama anahtarıyla şifrelenmiş yenileme jetonu';

COMMENT ON FUNCTION upsert_user_login(TEXT, TEXT, TEXT) IS 'Girişte çağrılır; kullanıcının id değerini verir';
