-- Comments.
SELECT 'comment', lower(kind) || ' ' || name, objoid, objsubid, 0::oid, NULL::text,
    ARRAY[format('COMMENT ON %s %s IS %L', kind, name, description)]
FROM (
    SELECT objoid, objsubid, description, CASE WHEN objsubid > 0 THEN 'COLUMN' WHEN relkind = 'v' THEN 'VIEW'
            WHEN relkind = 'm' THEN 'MATERIALIZED VIEW' WHEN relkind = 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind,
        concat(rel.name, '.' || (SELECT quote_ident(attname) FROM pg_attribute
            WHERE attrelid = objoid AND attnum = objsubid AND attnum <> 0)) AS name
    FROM (SELECT oid, name, relkind FROM rel) rel JOIN pg_description ON objoid = rel.oid AND classoid = 'pg_class'::regclass
    UNION ALL
    SELECT objoid, 0, description, upper(class), name
    FROM (SELECT oid, name, class FROM routine WHERE class <> 'aggregate') r
        JOIN pg_description ON objoid = r.oid AND classoid = 'pg_proc'::regclass
    UNION ALL
    SELECT objoid, objsubid, description,
        CASE type WHEN 'table constraint' THEN 'CONSTRAINT' WHEN 'domain constraint' THEN 'CONSTRAINT'
            WHEN 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER' WHEN 'statistics object' THEN 'STATISTICS'
            WHEN 'composite type' THEN 'TYPE'
            ELSE CASE WHEN type LIKE '% column' THEN 'COLUMN'
                WHEN classoid = 'pg_type'::regclass AND (SELECT typtype = 'd' FROM pg_type t WHERE t.oid = objoid) THEN 'DOMAIN'
                ELSE upper(type) END END,
        CASE type WHEN 'domain constraint' THEN (
                SELECT format('%I on domain %s', conname, contypid::regtype) FROM pg_constraint c WHERE c.oid = objoid)
            WHEN 'transform' THEN replace(identity, ' on language ', ' language ')
            WHEN 'aggregate' THEN format('%s(%s)', objoid::regproc, coalesce(nullif(pg_get_function_identity_arguments(objoid), ''), '*'))
            ELSE identity END
    FROM pg_description CROSS JOIN LATERAL pg_identify_object(classoid, objoid, objsubid)
    WHERE objoid >= 16384
        :some_comments
        AND (classoid <> 'pg_class'::regclass OR (SELECT relkind NOT IN ('r', 'p', 'f', 'v', 'm') FROM pg_class c WHERE c.oid = objoid))
        AND (classoid <> 'pg_proc'::regclass OR (SELECT prokind = 'a' FROM pg_proc p WHERE p.oid = objoid))
        AND objoid NOT IN (SELECT objid FROM member WHERE classid = classoid)
        AND identity !~ '(^| )pg_temp(_\d+)?\.'
) d
UNION ALL
-- A new database has a comment on its schema public: always read, for what is read is then that there is none.
SELECT 'comment', 'schema public', oid, 0, 0, NULL, ARRAY[format('COMMENT ON SCHEMA public IS %L', coalesce(d, ''))]
FROM (SELECT oid, obj_description(oid, 'pg_namespace') AS d FROM pg_namespace WHERE nspname = 'public' AND oid < 16384) n
WHERE d IS DISTINCT FROM 'standard public schema'
