-- Languages that no extension brought, and transforms.
SELECT 'language', quote_ident(lanname), oid, 0, 0::oid, NULL::text, ARRAY[concat(
    'CREATE ', CASE WHEN lanpltrusted THEN 'TRUSTED ' END, 'PROCEDURAL LANGUAGE ', quote_ident(lanname),
    ' HANDLER ' || nullif(lanplcallfoid, 0)::regproc, ' INLINE ' || nullif(laninline, 0)::regproc,
    ' VALIDATOR ' || nullif(lanvalidator, 0)::regproc)]
FROM pg_language
WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_language'::regclass)
UNION ALL
SELECT 'transform', format('for %s language %I', format_type(t.trftype, NULL), l.lanname), t.oid, 0, 0, NULL, ARRAY[format(
    'CREATE TRANSFORM FOR %s LANGUAGE %I (%s)', format_type(t.trftype, NULL), l.lanname,
    concat_ws(', ', 'FROM SQL WITH FUNCTION ' || nullif(t.trffromsql, 0)::regprocedure,
        'TO SQL WITH FUNCTION ' || nullif(t.trftosql, 0)::regprocedure))]
FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
WHERE t.oid >= 16384 AND t.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_transform'::regclass)
