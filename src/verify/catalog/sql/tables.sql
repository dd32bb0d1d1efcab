-- Tables and foreign tables without their columns, and their places in partitioned tables.
SELECT CASE relkind WHEN 'f' THEN 'foreign table' ELSE 'table' END, name, oid, 0, 0::oid, NULL::text, array_remove(ARRAY[
    concat('CREATE ', CASE WHEN relpersistence = 'u' THEN 'UNLOGGED ' END, CASE WHEN relkind = 'f' THEN 'FOREIGN ' END,
        'TABLE ', name, ' OF ' || nullif(reloftype, 0)::regtype,
        CASE WHEN listed THEN ' (' END),
    concat(CASE WHEN listed THEN ')' END,
        CASE WHEN NOT relispartition THEN (
            SELECT format(E'\nINHERITS (%s)', string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno))
            FROM pg_inherits WHERE inhrelid = rel.oid HAVING count(*) > 0) END,
        CASE WHEN relkind = 'p' THEN E'\nPARTITION BY ' || pg_get_partkeydef(oid) END,
        CASE WHEN relkind = 'f' THEN (
            SELECT format(E'\nSERVER %I', srvname) || coalesce(E'\nOPTIONS (' || (
                SELECT string_agg(format('%I %L', option_name, option_value), ', ' ORDER BY option_name) FROM pg_options_to_table(ftoptions)) || ')', '')
            FROM pg_foreign_table JOIN pg_foreign_server s ON s.oid = ftserver WHERE ftrelid = rel.oid) END,
        (SELECT format(E'\nUSING %I', amname) FROM pg_am WHERE pg_am.oid = nullif(relam, 2)),
        (SELECT format(E'\nWITH (%s)', string_agg(o, ', ')) FROM (
            SELECT format('%I=%L', option_name, option_value) AS o FROM pg_options_to_table(reloptions)
            UNION ALL
            SELECT format('toast.%I=%L', option_name, option_value)
            FROM pg_class t, pg_options_to_table(t.reloptions) WHERE t.oid = nullif(rel.reltoastrelid, 0)) o HAVING count(*) > 0),
        (SELECT format(E'\nTABLESPACE %I', spcname) FROM pg_tablespace s WHERE s.oid = nullif(reltablespace, 0))),
    CASE WHEN relrowsecurity THEN format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name) END,
    CASE WHEN relforcerowsecurity THEN format('ALTER TABLE ONLY %s FORCE ROW LEVEL SECURITY', name) END,
    CASE CASE WHEN relkind <> 'f' THEN relreplident END WHEN 'n' THEN format('ALTER TABLE ONLY %s REPLICA IDENTITY NOTHING', name)
        WHEN 'f' THEN format('ALTER TABLE ONLY %s REPLICA IDENTITY FULL', name) END], NULL)
FROM rel
    CROSS JOIN LATERAL (SELECT reloftype = 0 OR EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = rel.oid AND attnum > 0 AND (attnotnull OR atthasdef)) AS listed) l
WHERE relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'partition', c.name, c.oid, 0, c.oid, NULL, ARRAY[format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s',
    i.inhparent::regclass, c.name, pg_get_expr(c.relpartbound, c.oid))]
FROM rel c JOIN pg_inherits i ON i.inhrelid = c.oid
WHERE c.relispartition
