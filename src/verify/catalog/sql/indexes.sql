-- Indexes that no constraint owns, and the places of all indexes in those of partitioned tables.
SELECT 'index', indexrelid::regclass::text, indexrelid, 0, indrelid, NULL::text, ARRAY[pg_get_indexdef(indexrelid)] || array_remove(ARRAY[
    (SELECT format('ALTER INDEX %s SET TABLESPACE %I', indexrelid::regclass, spcname)
        FROM pg_tablespace s WHERE s.oid = nullif(reltablespace, 0)),
    CASE WHEN indisclustered THEN format('ALTER TABLE %s CLUSTER ON %I', name, relname) END,
    CASE WHEN indisreplident THEN format('ALTER TABLE ONLY %s REPLICA IDENTITY USING INDEX %I', name, relname) END], NULL)
    || CASE WHEN indexprs IS NULL THEN '{}' ELSE ARRAY(
        SELECT format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', indexrelid::regclass, attnum, attstattarget)
        FROM pg_attribute WHERE attrelid = indexrelid AND attstattarget >= 0 ORDER BY attnum) END
FROM (SELECT oid, relkind, name FROM rel) rel
    JOIN pg_index x ON indrelid = rel.oid AND (indisvalid OR rel.relkind = 'p') AND indisready
    JOIN pg_class i ON i.oid = indexrelid
WHERE rel.relkind IN ('r', 'p', 'm')
    AND NOT ((indisunique OR indisexclusion) AND EXISTS (
        SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = indexrelid AND deptype = 'i'
            AND refclassid = 'pg_constraint'::regclass))
UNION ALL
SELECT 'index partition', indexrelid::regclass::text, indexrelid, 0, indrelid, NULL,
    ARRAY[format('ALTER INDEX %s ATTACH PARTITION %s', inhparent::regclass, indexrelid::regclass)]
FROM pg_inherits JOIN pg_index ON indexrelid = inhrelid
WHERE indrelid IN (SELECT oid FROM rel)
