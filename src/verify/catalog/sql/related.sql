-- Those that have to be read again where the relations and routines in the setting sql2rev.changed are others: their definitions may
-- name the columns of one of those, or they have them from there.
WITH changed AS MATERIALIZED (
    SELECT unnest(string_to_array(ltrim(current_setting('sql2rev.changed'), ','), ',')::oid[]) AS oid
)
SELECT 'relations', NULL::text, set_config('sql2rev.relations', ARRAY(
    SELECT oid FROM changed
    UNION SELECT inhrelid FROM pg_inherits JOIN changed ON inhparent = oid
    UNION SELECT ev_class FROM pg_depend JOIN changed ON refclassid = 'pg_class'::regclass AND refobjid = changed.oid
        JOIN pg_rewrite r ON classid = 'pg_rewrite'::regclass AND objid = r.oid
    UNION SELECT polrelid FROM pg_depend JOIN changed ON refclassid = 'pg_class'::regclass AND refobjid = changed.oid
        JOIN pg_policy p ON classid = 'pg_policy'::regclass AND objid = p.oid
    UNION SELECT objid FROM pg_depend JOIN changed ON refclassid = 'pg_class'::regclass AND refobjid = changed.oid
        WHERE classid = 'pg_proc'::regclass
)::text, true)
