-- Views and materialized views; whether the latter hold rows is not asked.
SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, name, oid, 0, 0::oid, NULL::text, ARRAY[concat(
    'CREATE ', CASE WHEN relpersistence = 'u' THEN 'UNLOGGED ' END,
    CASE relkind WHEN 'v' THEN 'VIEW ' ELSE 'MATERIALIZED VIEW ' END, name,
    (SELECT format(E'\nUSING %I', amname) FROM pg_am WHERE pg_am.oid = nullif(relam, 2)),
    (SELECT format(CASE relkind WHEN 'v' THEN ' WITH (%s)' ELSE E'\nWITH (%s)' END, string_agg(o, ', ')) FROM (
        SELECT format('%I=%L', option_name, option_value) AS o FROM pg_options_to_table(reloptions)
        WHERE option_name <> 'check_option'
        UNION ALL
        SELECT format('toast.%I=%L', option_name, option_value)
        FROM pg_class t, pg_options_to_table(t.reloptions) WHERE t.oid = nullif(rel.reltoastrelid, 0)) o HAVING count(*) > 0),
    (SELECT format(E'\nTABLESPACE %I', spcname) FROM pg_tablespace s WHERE s.oid = nullif(reltablespace, 0)),
    E' AS\n', rtrim(pg_get_viewdef(oid), ';'),
    CASE WHEN relkind = 'm' THEN E'\n  WITH NO DATA' END,
    (SELECT format(E'\n  WITH %s CHECK OPTION', upper(option_value)) FROM pg_options_to_table(reloptions)
        WHERE option_name = 'check_option'))]
FROM rel
WHERE relkind IN ('v', 'm')
