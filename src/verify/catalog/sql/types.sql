-- Types: enum, composite, domain with its constraints, range, base and shell types.
SELECT CASE typtype WHEN 'd' THEN 'domain' ELSE 'type' END, name, oid, 0, typrelid, NULL::text, CASE
    WHEN NOT typisdefined THEN ARRAY['CREATE TYPE ' || name]
    WHEN typtype = 'e' THEN ARRAY[format(E'CREATE TYPE %s AS ENUM (%s\n)', name, (
        SELECT string_agg(E'\n    ' || quote_literal(enumlabel), ',' ORDER BY enumsortorder)
        FROM pg_enum WHERE enumtypid = t.oid))]
    WHEN typtype = 'c' THEN ARRAY[format(E'CREATE TYPE %s AS (%s\n)', name, (
        SELECT string_agg(concat(E'\n    ', quote_ident(attname), ' ', format_type(atttypid, atttypmod),
            ' COLLATE ' || (SELECT a.attcollation::regcollation FROM pg_type b
                WHERE b.oid = a.atttypid AND b.typcollation <> a.attcollation)), ',' ORDER BY attnum)
        FROM pg_attribute a WHERE attrelid = typrelid AND attnum > 0 AND NOT attisdropped))]
    WHEN typtype = 'd' THEN ARRAY[concat('CREATE DOMAIN ', name, ' AS ', format_type(typbasetype, typtypmod),
        ' COLLATE ' || (SELECT t.typcollation::regcollation FROM pg_type b
            WHERE b.oid = t.typbasetype AND b.typcollation <> t.typcollation),
        ' DEFAULT ' || CASE WHEN typdefaultbin IS NULL THEN quote_literal(typdefault) ELSE pg_get_expr(typdefaultbin, 0) END,
        (SELECT format(' CONSTRAINT %I', conname) FROM pg_constraint n WHERE n.contypid = t.oid AND contype = 'n' --@ >= 18
            AND typnotnull AND conname <> typname || '_not_null'), --@ >= 18
        CASE WHEN typnotnull THEN ' NOT NULL' END)]
    WHEN typtype = 'r' THEN (
        SELECT array_remove(ARRAY[
            CASE WHEN rngcanonical <> 0 THEN 'CREATE TYPE ' || name END,
            format(E'CREATE TYPE %s AS RANGE (\n    %s\n)', name, concat_ws(E',\n    ',
                'subtype = ' || format_type(rngsubtype, NULL),
                'multirange_type_name = ' || format_type(rngmultitypid, NULL), --@ >= 14
                'subtype_opclass = ' || (SELECT format('%s.%I', opcnamespace::regnamespace, opcname)
                    FROM pg_opclass o WHERE o.oid = rngsubopc AND NOT opcdefault),
                'collation = ' || (SELECT rngcollation::regcollation FROM pg_type b
                    WHERE b.oid = rngsubtype AND b.typcollation <> rngcollation),
                'canonical = ' || nullif(rngcanonical::oid, 0)::regproc,
                'subtype_diff = ' || nullif(rngsubdiff::oid, 0)::regproc))], NULL)
        FROM pg_range WHERE rngtypid = t.oid)
    ELSE ARRAY['CREATE TYPE ' || name, format(E'CREATE TYPE %s (\n    %s\n)', name, concat_ws(E',\n    ',
        'INTERNALLENGTH = ' || CASE WHEN typlen = -1 THEN 'variable' ELSE typlen::text END,
        'INPUT = ' || typinput, 'OUTPUT = ' || typoutput,
        'RECEIVE = ' || nullif(typreceive::oid, 0)::regproc, 'SEND = ' || nullif(typsend::oid, 0)::regproc,
        'TYPMOD_IN = ' || nullif(typmodin::oid, 0)::regproc, 'TYPMOD_OUT = ' || nullif(typmodout::oid, 0)::regproc,
        'SUBSCRIPT = ' || nullif(typsubscript::oid, 0)::regproc, --@ >= 14
        'ANALYZE = ' || nullif(typanalyze::oid, 0)::regproc,
        CASE WHEN typcollation <> 0 THEN 'COLLATABLE = true' END,
        'DEFAULT = ' || quote_literal(typdefault),
        'ELEMENT = ' || format_type(nullif(typelem, 0), NULL),
        CASE WHEN typcategory <> 'U' THEN 'CATEGORY = ' || quote_literal(typcategory::text) END,
        CASE WHEN typispreferred THEN 'PREFERRED = true' END,
        CASE WHEN typdelim <> ',' THEN 'DELIMITER = ' || quote_literal(typdelim::text) END,
        'ALIGNMENT = ' || CASE typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' ELSE 'double' END,
        'STORAGE = ' || CASE typstorage
            WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END,
        CASE WHEN typbyval THEN 'PASSEDBYVALUE' END))]
    END
FROM (SELECT *, oid::regtype::text AS name FROM pg_type) t
WHERE oid >= 16384 AND typnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND typtype IN ('e', 'c', 'd', 'r', 'b', 'p')
    AND (typtype <> 'c' OR EXISTS (SELECT FROM pg_class WHERE pg_class.oid = typrelid AND relkind = 'c'))
    AND (typtype <> 'b' OR typelem = 0 OR NOT EXISTS (SELECT FROM pg_type e WHERE e.oid = t.typelem AND e.typarray = t.oid))
    AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)
UNION ALL
SELECT 'domain constraint', format('%s.%I', contypid::regtype, conname), oid, 0, 0, NULL,
    ARRAY[format('ALTER DOMAIN %s ADD CONSTRAINT %I %s', contypid::regtype, conname, pg_get_constraintdef(oid))]
FROM pg_constraint
WHERE contypid >= 16384 AND contype = 'c' AND connamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND contypid NOT IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)
