-- Privileges as they differ from those that a new object has, an item for each object and grantee; default privileges.
-- An object of initdb or of an extension is new with what pg_init_privs says. Of the server's own schemas, pg_catalog (OID 11) alone counts.
SELECT class, concat(substr(prefix, length('ALTER DEFAULT PRIVILEGES ') + 1), lower(word), ' ' || named, '.' || attribute, ' to ', g.grantee), objid, objsubid, within, NULL::text, g.statements
FROM (
    SELECT 'grant' AS class, c.oid AS objid, 0 AS objsubid, 0::oid AS within, relowner AS owner, NULL AS attribute,
        CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END AS kind, '' AS prefix, relacl AS acl, initprivs AS usual,
        CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS word, c.oid::regclass::text AS named
    FROM pg_class c LEFT JOIN pg_init_privs i ON objoid = c.oid AND classoid = 'pg_class'::regclass AND objsubid = 0
    WHERE relacl IS NOT NULL AND relacl IS DISTINCT FROM initprivs AND relnamespace <> ALL (ARRAY(SELECT oid FROM hidden WHERE oid <> 11))
    UNION ALL
    SELECT 'grant', attrelid, attnum, attrelid, relowner, quote_ident(attname), 'c', '', attacl, initprivs, 'TABLE', attrelid::regclass::text
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid AND relnamespace <> ALL (ARRAY(SELECT oid FROM hidden WHERE oid <> 11))
        LEFT JOIN pg_init_privs ON objoid = attrelid AND classoid = 'pg_class'::regclass AND objsubid = attnum
    WHERE attrelid >= 16384 AND NOT attisdropped AND attacl IS NOT NULL AND attacl IS DISTINCT FROM initprivs
    UNION ALL
    SELECT 'grant', p.oid, 0, 0, proowner, NULL, 'f', '', proacl, initprivs,
        CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.oid::regprocedure::text
    FROM pg_proc p LEFT JOIN pg_init_privs ON objoid = p.oid AND classoid = 'pg_proc'::regclass
    WHERE proacl IS NOT NULL AND proacl IS DISTINCT FROM initprivs AND pronamespace <> ALL (ARRAY(SELECT oid FROM hidden WHERE oid <> 11))
    UNION ALL
    SELECT 'grant', t.oid, 0, 0, typowner, NULL, 'T', '', typacl, initprivs, 'TYPE', t.oid::regtype::text
    FROM pg_type t LEFT JOIN pg_init_privs ON objoid = t.oid AND classoid = 'pg_type'::regclass
    WHERE typacl IS NOT NULL AND typacl IS DISTINCT FROM initprivs AND typnamespace <> ALL (ARRAY(SELECT oid FROM hidden WHERE oid <> 11))
    UNION ALL
    SELECT 'grant', l.oid, 0, 0, lanowner, NULL, 'l', '', lanacl, initprivs, 'LANGUAGE', quote_ident(lanname)
    FROM pg_language l LEFT JOIN pg_init_privs ON objoid = l.oid AND classoid = 'pg_language'::regclass
    WHERE lanacl IS NOT NULL AND lanacl IS DISTINCT FROM initprivs
    UNION ALL
    -- What pg_init_privs holds of public is gone when it is made again, though a new database has it.
    SELECT 'grant', n.oid, 0, 0, nspowner, NULL, 'n', '',
        CASE nspname WHEN 'public' THEN coalesce(nspacl, acldefault('n', nspowner)) ELSE nspacl END,
        CASE nspname WHEN 'public' THEN ARRAY[format('%1$s=UC/%1$s', nspowner::regrole)::aclitem,
            format('=UC/%s', nspowner::regrole)::aclitem] --@ < 15
            format('=U/%s', nspowner::regrole)::aclitem] --@ >= 15
        ELSE initprivs END, 'SCHEMA', quote_ident(nspname)
    FROM pg_namespace n LEFT JOIN pg_init_privs ON objoid = n.oid AND classoid = 'pg_namespace'::regclass
    WHERE (nspacl IS DISTINCT FROM initprivs OR nspname = 'public') AND n.oid <> ALL (ARRAY(SELECT oid FROM hidden WHERE oid <> 11))
    UNION ALL
    SELECT 'grant', w.oid, 0, 0, fdwowner, NULL, 'F', '', fdwacl, initprivs, 'FOREIGN DATA WRAPPER', quote_ident(fdwname)
    FROM pg_foreign_data_wrapper w LEFT JOIN pg_init_privs ON objoid = w.oid AND classoid = 'pg_foreign_data_wrapper'::regclass
    WHERE fdwacl IS NOT NULL AND fdwacl IS DISTINCT FROM initprivs
    UNION ALL
    SELECT 'grant', s.oid, 0, 0, srvowner, NULL, 'S', '', srvacl, initprivs, 'FOREIGN SERVER', quote_ident(srvname)
    FROM pg_foreign_server s LEFT JOIN pg_init_privs ON objoid = s.oid AND classoid = 'pg_foreign_server'::regclass
    WHERE srvacl IS NOT NULL AND srvacl IS DISTINCT FROM initprivs
    UNION ALL
    SELECT 'default privileges', oid, 0, 0, defaclrole, NULL, CASE defaclobjtype WHEN 'S' THEN 's' ELSE defaclobjtype END,
        concat('ALTER DEFAULT PRIVILEGES FOR ROLE ', defaclrole::regrole, ' IN SCHEMA ' || nullif(defaclnamespace, 0)::regnamespace, ' '),
        defaclacl, CASE WHEN defaclnamespace <> 0 THEN acldefault('c', defaclrole) END,
        CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
            WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END, NULL
    FROM pg_default_acl
) o
CROSS JOIN LATERAL (
    SELECT grantee, array_agg(line ORDER BY given, is_grantable, grantor, n) AS statements
    FROM (
        SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::regrole::text END AS grantee, e.grantor, is_grantable, given,
            CASE WHEN count(*) = (SELECT count(*) FROM aclexplode(acldefault(kind, owner)) d WHERE d.grantee = owner)
                THEN 'ALL' ELSE string_agg(concat(privilege_type, '(' || attribute || ')'), ', ' ORDER BY privilege_type) END AS list
        FROM (
            SELECT true AS given, a.* FROM (
                SELECT * FROM aclexplode(acl) EXCEPT SELECT * FROM aclexplode(coalesce(usual, acldefault(kind, owner)))) a
            UNION ALL
            SELECT false, a.* FROM (
                SELECT * FROM aclexplode(coalesce(usual, acldefault(kind, owner))) EXCEPT SELECT * FROM aclexplode(acl)) a
            WHERE is_grantable OR (a.grantor, a.grantee, a.privilege_type)
                NOT IN (SELECT grantor, grantee, privilege_type FROM aclexplode(acl))) e
        GROUP BY e.grantee, e.grantor, is_grantable, given) e
    CROSS JOIN LATERAL (
        SELECT concat(prefix, CASE WHEN given THEN 'GRANT ' ELSE 'REVOKE ' END, list, ' ON ', concat_ws(' ', word, named),
            CASE WHEN given THEN ' TO ' ELSE ' FROM ' END, grantee,
            CASE WHEN given AND is_grantable THEN ' WITH GRANT OPTION' END) AS statement) s
    CROSS JOIN LATERAL unnest(CASE WHEN grantor = owner THEN ARRAY[statement]
        ELSE ARRAY[format('SET SESSION AUTHORIZATION %s', quote_literal(pg_get_userbyid(grantor))), statement,
            'RESET SESSION AUTHORIZATION'] END) WITH ORDINALITY u(line, n)
    GROUP BY grantee) g
WHERE acl IS DISTINCT FROM coalesce(usual, acldefault(kind, owner))
