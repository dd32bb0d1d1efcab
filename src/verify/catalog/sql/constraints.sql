-- Constraints of tables, less those that a parent brings.
SELECT CASE contype WHEN 'c' THEN 'check constraint' WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique constraint'
        WHEN 'x' THEN 'exclusion constraint' ELSE 'foreign key' END,
    format('%s.%I', rel.name, conname), c.oid, 0, conrelid, NULL::text, array_remove(ARRAY[
    concat('ALTER ', CASE WHEN relkind = 'f' THEN 'FOREIGN ' END, 'TABLE ',
        CASE WHEN contype = 'c' OR contype = 'f' AND relkind = 'p' THEN '' ELSE 'ONLY ' END,
        rel.name, ' ADD CONSTRAINT ', quote_ident(conname), ' ',
        CASE WHEN contype IN ('p', 'u', 'x') AND reloptions IS NOT NULL
        THEN regexp_replace(definition, '( DEFERRABLE)?( INITIALLY DEFERRED)?$', format(' WITH (%s)\1\2', (
            SELECT string_agg(format('%I=%L', option_name, option_value), ', ') FROM pg_options_to_table(reloptions))))
        ELSE definition END)], NULL) || follow
FROM (SELECT oid, relkind, relispartition, name FROM rel) rel
    JOIN pg_constraint c ON conrelid = rel.oid AND contype IN ('c', 'p', 'u', 'x', 'f')
    CROSS JOIN LATERAL (SELECT pg_get_constraintdef(c.oid) AS definition) d
    LEFT JOIN LATERAL (
        SELECT i.reloptions, array_remove(ARRAY[
            (SELECT format('ALTER INDEX %s SET TABLESPACE %I', indexrelid::regclass, spcname)
                FROM pg_tablespace s WHERE s.oid = nullif(reltablespace, 0)),
            CASE WHEN indisclustered THEN format('ALTER TABLE %s CLUSTER ON %I', rel.name, relname) END,
            CASE WHEN indisreplident THEN format('ALTER TABLE ONLY %s REPLICA IDENTITY USING INDEX %I', rel.name, relname) END
            ], NULL) AS follow
        FROM pg_class i JOIN pg_index x ON x.indexrelid = i.oid
        WHERE contype IN ('p', 'u', 'x') AND i.oid = conindid) i ON true
WHERE CASE contype WHEN 'c' THEN conislocal OR relispartition WHEN 'f' THEN conparentid = 0 ELSE true END
