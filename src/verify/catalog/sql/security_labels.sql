-- Security labels.
SELECT 'security label', format('%s %s by %I', type, identity, provider), objoid, objsubid, 0::oid, NULL::text, ARRAY[format(
    'SECURITY LABEL FOR %I ON %s %s IS %L', provider, CASE WHEN type LIKE '% column' THEN 'COLUMN' ELSE upper(type) END, identity, label)]
FROM pg_seclabel CROSS JOIN LATERAL pg_identify_object(classoid, objoid, objsubid)
WHERE objoid >= 16384
