-- Undoes: seeds/001_default_languages.sql
-- Reversibility: data-loss

-- Rows of cfg.translations and cfg.languages that had one of the inserted keys before the upgrade are
-- deleted as well.

DELETE FROM cfg.translations WHERE (language_code, key) IN (
    ('en', 'auth.sign_in'),
    ('en', 'auth.sign_out'),
    ('en', 'error.quota'),
    ('tr', 'auth.sign_in'),
    ('tr', 'auth.sign_out'),
    ('tr', 'error.quota'),
    ('fr', 'auth.sign_in'),
    ('fr', 'auth.sign_out')
);

DELETE FROM cfg.languages WHERE code IN ('en', 'tr', 'de', 'fr', 'es', 'pt-BR', 'ru', 'ar', 'ja')
    AND NOT EXISTS (SELECT FROM cfg.translations AS referring WHERE referring.language_code = cfg.languages.code)
    AND NOT EXISTS (SELECT FROM core.tenants AS referring WHERE referring.default_language = cfg.languages.code)
    AND NOT EXISTS (SELECT FROM comms.templates AS referring WHERE referring.language_code = cfg.languages.code);
