-- Foreign-data wrappers, servers, user mappings. What a mapping holds may be secret: its facts tell names and a digest.
SELECT 'foreign-data wrapper', quote_ident(fdwname), oid, 0, 0::oid, NULL::text, ARRAY[concat('CREATE FOREIGN DATA WRAPPER ', quote_ident(fdwname),
    ' HANDLER ' || nullif(fdwhandler, 0)::regproc, ' VALIDATOR ' || nullif(fdwvalidator, 0)::regproc,
    (SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', option_name, option_value), ', ' ORDER BY option_name))
        FROM pg_options_to_table(fdwoptions) HAVING count(*) > 0))]
FROM pg_foreign_data_wrapper
WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_foreign_data_wrapper'::regclass)
UNION ALL
SELECT 'server', quote_ident(srvname), s.oid, 0, 0, NULL, ARRAY[concat('CREATE SERVER ', quote_ident(srvname),
    ' TYPE ' || quote_literal(srvtype), ' VERSION ' || quote_literal(srvversion), format(' FOREIGN DATA WRAPPER %I', fdwname),
    (SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', option_name, option_value), ', ' ORDER BY option_name))
        FROM pg_options_to_table(srvoptions) HAVING count(*) > 0))]
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw
WHERE s.oid >= 16384 AND s.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_foreign_server'::regclass)
UNION ALL
SELECT 'user mapping', format('for %I server %I', usename, srvname), umid, 0, 0,
    concat('options ', (SELECT string_agg(quote_ident(option_name), ', ' ORDER BY option_name) FROM pg_options_to_table(umoptions)), ' ', md5((SELECT string_agg(o, ',' ORDER BY o) FROM unnest(umoptions) o))),
    ARRAY[concat(format('CREATE USER MAPPING FOR %s SERVER %I', CASE umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(usename) END, srvname),
        (SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', option_name, option_value), ', ' ORDER BY option_name))
            FROM pg_options_to_table(umoptions) HAVING count(*) > 0))]
FROM pg_user_mappings
WHERE umid >= 16384
