-- Schemas. `public` is there in a new database.
SELECT 'schema', quote_ident(nspname), oid, 0, 0::oid, NULL::text,
    CASE WHEN nspname = 'public' THEN '{}' ELSE ARRAY['CREATE SCHEMA ' || quote_ident(nspname)] END
FROM pg_namespace
WHERE oid <> ALL (ARRAY(SELECT oid FROM hidden))
    AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_namespace'::regclass)
UNION ALL
SELECT 'dropped schema', 'public', 0, 0, 0, NULL, ARRAY['DROP SCHEMA public']
WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public')
