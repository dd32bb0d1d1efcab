-- Source: seeds/001_default_languages.sql

-- Languages that the interface is translated into.

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
ON CONFLICT DO NOTHING;

INSERT INTO cfg.translations (language_code, key, value) VALUES
    ('en', 'auth.sign_in',  'Sign in'),
    ('en', 'auth.sign_out', 'Sign out'),
    ('en', 'error.quota',   '100% of your quota is used: {used} of {limit}'),
    ('tr', 'auth.sign_in',  'Giriş yap'),
    ('tr', 'auth.sign_out', 'Çıkış yap'),
    ('tr', 'error.quota',   'Kotanızın tamamı dolu: {used} / {limit}'),
    ('fr', 'auth.sign_in',  'S''identifier'),
    ('fr', 'auth.sign_out', 'Se déconnecter')
ON CONFLICT (language_code, key) DO NOTHING;
