"""default languages

Source: seeds/001_default_languages.sql
Reversibility: data-loss

Revision ID: af1edd5f902c
Revises: 09cee1e2dfbd

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "af1edd5f902c"
down_revision: Union[str, Sequence[str], None] = "09cee1e2dfbd"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- Languages that the interface is translated into.

INSERT INTO cfg.languages (code, name, native_name, is_rtl, is_active) VALUES
    ('en',    'English',    'English',    false, true),
    ('tr',    'Turkish',    'Türkçe',     false, true),
    ('de',    'German',     'Deutsch',    false, true),
    ('fr',    'French',     'Français',   false, true),
    ('es',    'Spanish',    'Español',    false, true),
    ('pt-BR', 'Portuguese', 'Português',  false, true),
    ('ru',    'Russian',    'Русский',    false, true),
    ('ar',    'Arabic',     'العربية',    true,  true),
    ('ja',    'Japanese',   '日本語',     false, false)
ON CONFLICT DO NOTHING""")

    _run("""INSERT INTO cfg.translations (language_code, key, value) VALUES
    ('en', 'auth.sign_in',  'Sign in'),
    ('en', 'auth.sign_out', 'Sign out'),
    ('en', 'error.quota',   '100% of your quota is used: {used} of {limit}'),
    ('tr', 'auth.sign_in',  'Giriş yap'),
    ('tr', 'auth.sign_out', 'Çıkış yap'),
    ('tr', 'error.quota',   'Kotanızın tamamı dolu: {used} / {limit}'),
    ('fr', 'auth.sign_in',  'S''identifier'),
    ('fr', 'auth.sign_out', 'Se déconnecter')
ON CONFLICT (language_code, key) DO NOTHING""")


def downgrade() -> None:
    """Downgrade schema."""
    # Rows of cfg.translations and cfg.languages that had one of the inserted keys before the upgrade are
    # deleted as well.

    _run("""DELETE FROM cfg.translations WHERE (language_code, key) IN (
    ('en', 'auth.sign_in'),
    ('en', 'auth.sign_out'),
    ('en', 'error.quota'),
    ('tr', 'auth.sign_in'),
    ('tr', 'auth.sign_out'),
    ('tr', 'error.quota'),
    ('fr', 'auth.sign_in'),
    ('fr', 'auth.sign_out')
)""")

    _run("""DELETE FROM cfg.languages WHERE code IN ('en', 'tr', 'de', 'fr', 'es', 'pt-BR', 'ru', 'ar', 'ja')
    AND NOT EXISTS (SELECT FROM cfg.translations AS referring WHERE referring.language_code = cfg.languages.code)
    AND NOT EXISTS (SELECT FROM core.tenants AS referring WHERE referring.default_language = cfg.languages.code)
    AND NOT EXISTS (SELECT FROM comms.templates AS referring WHERE referring.language_code = cfg.languages.code)""")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
