-- What the queries share: schemas that are not the server's own, what extensions brought, and relations and routines that are the
-- user's: all, or those in $1.
-- A line that ends in a mark as `--@ >= 17` is kept for those major versions only.
WITH hidden AS MATERIALIZED (
    SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema'
),
member AS MATERIALIZED (
    SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
),
rel AS MATERIALIZED (
    SELECT c.*, c.oid::regclass::text AS name
    FROM pg_class c
    WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relpersistence <> 't'
        AND c.relnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
        AND c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass)
        :some_relations
),
routine AS MATERIALIZED (
    SELECT p.*, p.oid::regprocedure::text AS name,
        CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END AS class
    FROM pg_proc p
    WHERE p.oid >= 16384 AND p.pronamespace <> ALL (ARRAY(SELECT oid FROM hidden))
        AND p.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass)
        -- The constructors of a range type.
        AND NOT (p.prolang = 12 AND EXISTS (
            SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'i'))
        :some_routines
)
