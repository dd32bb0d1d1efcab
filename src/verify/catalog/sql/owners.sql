-- Owners, where they are not the role that is expected. A sequence of a column has its table's.
SELECT 'owner', kind || ' ' || name, oid, 0, 0::oid, owner::regrole::text,
    ARRAY[format('ALTER %s %s OWNER TO %s', upper(kind), name, owner::regrole)]
FROM (
    SELECT oid, name, relowner AS owner, CASE relkind
        WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind
    FROM rel WHERE relowner <> :owner
    UNION ALL
    SELECT oid, oid::regclass::text, relowner, 'sequence' FROM pg_class
    WHERE oid >= 16384 AND relkind = 'S' AND relpersistence <> 't' AND relowner <> :owner
        AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass)
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype IN ('a', 'i'))
    UNION ALL
    SELECT oid, name, proowner, class FROM routine WHERE proowner <> :owner
    UNION ALL
    SELECT oid, oid::regtype::text, typowner, CASE typtype WHEN 'd' THEN 'domain' ELSE 'type' END FROM pg_type
    WHERE oid >= 16384 AND typowner <> :owner AND typnamespace <> ALL (ARRAY(SELECT oid FROM hidden)) AND typtype <> 'm'
        AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_type'::regclass AND objid = pg_type.oid AND deptype = 'i')
    UNION ALL
    SELECT oid, quote_ident(nspname), nspowner, 'schema' FROM pg_namespace
    WHERE oid <> ALL (ARRAY(SELECT oid FROM hidden)) AND nspowner <> CASE nspname WHEN 'public' THEN 10 ELSE :owner END --@ < 15
    WHERE oid <> ALL (ARRAY(SELECT oid FROM hidden)) AND nspowner <> CASE nspname WHEN 'public' THEN 6171 ELSE :owner END --@ >= 15
        AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_namespace'::regclass)
    UNION ALL
    SELECT oid, format('%s.%s (%s, %s)', oprnamespace::regnamespace, oprname, coalesce(format_type(nullif(oprleft, 0), NULL), 'NONE'),
        coalesce(format_type(nullif(oprright, 0), NULL), 'NONE')), oprowner, 'operator'
    FROM pg_operator WHERE oid >= 16384 AND oprowner <> :owner AND oprcode <> 0
        AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_operator'::regclass)
    UNION ALL
    SELECT c.oid, format('%s.%I USING %I', opcnamespace::regnamespace, opcname, amname), opcowner, 'operator class'
    FROM pg_opclass c JOIN pg_am ON pg_am.oid = opcmethod WHERE c.oid >= 16384 AND opcowner <> :owner
        AND c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_opclass'::regclass)
    UNION ALL
    SELECT f.oid, format('%s.%I USING %I', opfnamespace::regnamespace, opfname, amname), opfowner, 'operator family'
    FROM pg_opfamily f JOIN pg_am ON pg_am.oid = opfmethod WHERE f.oid >= 16384 AND opfowner <> :owner
        AND f.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_opfamily'::regclass)
    UNION ALL
    SELECT oid, oid::regcollation::text, collowner, 'collation' FROM pg_collation WHERE oid >= 16384 AND collowner <> :owner
        AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_collation'::regclass)
    UNION ALL
    SELECT oid, format('%s.%I', connamespace::regnamespace, conname), conowner, 'conversion' FROM pg_conversion
    WHERE oid >= 16384 AND conowner <> :owner AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_conversion'::regclass)
    UNION ALL
    SELECT oid, oid::regdictionary::text, dictowner, 'text search dictionary' FROM pg_ts_dict
    WHERE oid >= 16384 AND dictowner <> :owner AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_dict'::regclass)
    UNION ALL
    SELECT oid, oid::regconfig::text, cfgowner, 'text search configuration' FROM pg_ts_config
    WHERE oid >= 16384 AND cfgowner <> :owner AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_config'::regclass)
    UNION ALL
    SELECT oid, format('%s.%I', stxnamespace::regnamespace, stxname), stxowner, 'statistics' FROM pg_statistic_ext
    WHERE oid >= 16384 AND stxowner <> :owner
    UNION ALL
    SELECT oid, quote_ident(lanname), lanowner, 'language' FROM pg_language
    WHERE oid >= 16384 AND lanowner <> :owner AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_language'::regclass)
    UNION ALL
    SELECT oid, quote_ident(fdwname), fdwowner, 'foreign data wrapper' FROM pg_foreign_data_wrapper
    WHERE oid >= 16384 AND fdwowner <> :owner
        AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_foreign_data_wrapper'::regclass)
    UNION ALL
    SELECT oid, quote_ident(srvname), srvowner, 'server' FROM pg_foreign_server
    WHERE oid >= 16384 AND srvowner <> :owner AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_foreign_server'::regclass)
    UNION ALL
    SELECT oid, quote_ident(evtname), evtowner, 'event trigger' FROM pg_event_trigger
    WHERE oid >= 16384 AND evtowner <> :owner AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_event_trigger'::regclass)
    UNION ALL
    SELECT oid, quote_ident(pubname), pubowner, 'publication' FROM pg_publication WHERE oid >= 16384 AND pubowner <> :owner
    UNION ALL
    SELECT oid, quote_ident(subname), subowner, 'subscription' FROM pg_subscription
    WHERE subowner <> :owner AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
) o
