-- What has to be read again: for each relation and routine a number that is another when a row of the catalogs that tells of it
-- is another. A version of a row is known by the transaction and the command that made it.
SELECT owner, sum(hash_array(ARRAY[xmin]) + 31 * hash_array(ARRAY[cmin])::bigint) + count(*), 0
FROM (
    SELECT oid AS owner, xmin, cmin FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'f', 'v', 'm')
    UNION ALL
    SELECT c.oid, a.xmin, a.cmin FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0
    WHERE c.oid >= 16384 AND relkind IN ('r', 'p', 'f', 'v', 'm')
    UNION ALL
    SELECT adrelid, xmin, cmin FROM pg_attrdef WHERE adrelid >= 16384
    UNION ALL
    SELECT conrelid, xmin, cmin FROM pg_constraint WHERE conrelid >= 16384
    UNION ALL
    SELECT indrelid, xmin, cmin FROM pg_index WHERE indexrelid >= 16384
    UNION ALL
    SELECT indrelid, c.xmin, c.cmin FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indexrelid >= 16384
    UNION ALL
    SELECT indrelid, a.xmin, a.cmin FROM pg_index JOIN pg_attribute a ON attrelid = indexrelid
    WHERE indexrelid >= 16384 AND indexprs IS NOT NULL
    UNION ALL
    SELECT tgrelid, xmin, cmin FROM pg_trigger WHERE oid >= 16384
    UNION ALL
    SELECT ev_class, xmin, cmin FROM pg_rewrite WHERE oid >= 16384
    UNION ALL
    SELECT polrelid, xmin, cmin FROM pg_policy
    UNION ALL
    SELECT inhrelid, xmin, cmin FROM pg_inherits
    UNION ALL
    SELECT indrelid, h.xmin, h.cmin FROM pg_inherits h JOIN pg_index ON indexrelid = inhrelid
    UNION ALL
    SELECT ftrelid, xmin, cmin FROM pg_foreign_table
    UNION ALL
    SELECT stxrelid, xmin, cmin FROM pg_statistic_ext
    UNION ALL
    SELECT objoid, xmin, cmin FROM pg_description WHERE objoid >= 16384
    UNION ALL
    SELECT c.oid, t.xmin, t.cmin FROM pg_class c JOIN pg_class t ON t.oid = c.reltoastrelid WHERE c.oid >= 16384
    UNION ALL
    SELECT oid, xmin, cmin FROM pg_proc WHERE oid >= 16384
    UNION ALL
    SELECT aggfnoid, xmin, cmin FROM pg_aggregate WHERE aggfnoid >= 16384
    UNION ALL
    SELECT objid, xmin, cmin FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND objid >= 16384
) v
GROUP BY owner
UNION ALL
-- Names of roles stand in policies.
SELECT 0, sum(hashtext(concat(oid, rolname))), 0 FROM pg_roles
