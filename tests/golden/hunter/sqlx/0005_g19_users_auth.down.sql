-- Undoes: g19_users_auth.sql
-- Reversibility: lossless

DROP TABLE users;

DROP FUNCTION deactivate_user(integer);

DROP FUNCTION upsert_user_login(text, text, text);
