-- Extensions, and what is bound to them by DEPENDS ON EXTENSION.
SELECT 'extension', quote_ident(extname), oid, 0, 0::oid, NULL::text,
    ARRAY[format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %s', extname, extnamespace::regnamespace)]
FROM pg_extension
WHERE oid >= 16384
UNION ALL
SELECT 'extension dependency', format('%s on %I', o.identity, e.extname), d.objid, 0, 0, NULL,
    ARRAY[format('ALTER %s %s DEPENDS ON EXTENSION %I', upper(o.type), o.identity, e.extname)]
FROM pg_depend d
    JOIN pg_extension e ON e.oid = d.refobjid
    CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) o
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x'
