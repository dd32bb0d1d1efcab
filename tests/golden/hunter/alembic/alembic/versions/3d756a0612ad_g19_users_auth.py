"""g19 users auth

Source: g19_users_auth.sql
Reversibility: lossless

Revision ID: 3d756a0612ad
Revises: 64a87ef4cca6

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "3d756a0612ad"
down_revision: Union[str, Sequence[str], None] = "64a87ef4cca6"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run(r"""-- G19: kullanıcılar ve Microsoft hesabıyla giriş (OAuth 2.0 / OpenID Connect)
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
)""")

    _run("CREATE INDEX IF NOT EXISTS idx_users_microsoft_id ON users (microsoft_id)")
    _run("CREATE INDEX IF NOT EXISTS idx_users_email_lower  ON users (lower(email))")
    _run("CREATE INDEX IF NOT EXISTS idx_users_active       ON users (last_login_at DESC) WHERE is_active")

    _run("""CREATE TRIGGER users_set_updated_at
    BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at()""")

    _run("""-- İlk girişte kullanıcı açar, sonrakilerde son giriş zamanını yazar.
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
$$""")

    _run("""-- İşten ayrılan kullanıcı silinmez; notları ve favorileri yerinde kalsın diye kapatılır.
CREATE OR REPLACE FUNCTION deactivate_user(p_id INTEGER)
RETURNS BOOLEAN
LANGUAGE sql
AS $$
    UPDATE users
       SET is_active = FALSE, refresh_token = NULL
     WHERE id = p_id AND is_active
    RETURNING TRUE;
$$""")

    _run("COMMENT ON TABLE  users IS 'Microsoft hesabıyla giriş yapan kullanıcılar'")
    _run("COMMENT ON COLUMN users.microsoft_id IS 'Microsoft nesne kimliği (oid); e-posta değişse de sabit kalır'")
    _run("COMMENT ON COLUMN users.refresh_token IS 'Uygulama anahtarıyla şifrelenmiş yenileme jetonu'")
    _run("COMMENT ON FUNCTION upsert_user_login(TEXT, TEXT, TEXT) IS 'Girişte çağrılır; kullanıcının id değerini verir'")


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP TABLE users")
    _run("DROP FUNCTION deactivate_user(integer)")
    _run("DROP FUNCTION upsert_user_login(text, text, text)")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
