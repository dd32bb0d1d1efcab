-- Text search: parsers, templates, dictionaries, configurations.
SELECT 'text search parser', name, oid, 0, 0::oid, NULL::text, ARRAY[format(E'CREATE TEXT SEARCH PARSER %s (\n    %s\n)', name, concat_ws(E',\n    ',
    'START = ' || prsstart, 'GETTOKEN = ' || prstoken, 'END = ' || prsend, 'HEADLINE = ' || nullif(prsheadline::oid, 0)::regproc,
    'LEXTYPES = ' || prslextype))]
FROM (SELECT *, format('%s.%I', prsnamespace::regnamespace, prsname) AS name FROM pg_ts_parser) p
WHERE oid >= 16384 AND prsnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_parser'::regclass)
UNION ALL
SELECT 'text search template', name, oid, 0, 0, NULL, ARRAY[format(E'CREATE TEXT SEARCH TEMPLATE %s (\n    %s\n)', name, concat_ws(E',\n    ',
    'INIT = ' || nullif(tmplinit::oid, 0)::regproc, 'LEXIZE = ' || tmpllexize))]
FROM (SELECT *, format('%s.%I', tmplnamespace::regnamespace, tmplname) AS name FROM pg_ts_template) t
WHERE oid >= 16384 AND tmplnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_template'::regclass)
UNION ALL
SELECT 'text search dictionary', d.oid::regdictionary::text, d.oid, 0, 0, NULL, ARRAY[format(
    E'CREATE TEXT SEARCH DICTIONARY %s (\n    %s\n)', d.oid::regdictionary, concat_ws(E',\n    ',
    format('TEMPLATE = %s.%I', tmplnamespace::regnamespace, tmplname), dictinitoption))]
FROM pg_ts_dict d JOIN pg_ts_template t ON t.oid = dicttemplate
WHERE d.oid >= 16384 AND dictnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND d.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_dict'::regclass)
UNION ALL
SELECT 'text search configuration', c.oid::regconfig::text, c.oid, 0, 0, NULL, format(
    E'CREATE TEXT SEARCH CONFIGURATION %s (\n    PARSER = %s.%I\n)', c.oid::regconfig, prsnamespace::regnamespace, prsname)
    || ARRAY(
        SELECT format(E'ALTER TEXT SEARCH CONFIGURATION %s\n    ADD MAPPING FOR %I WITH %s', c.oid::regconfig, token.alias,
            string_agg(mapdict::regdictionary::text, ', ' ORDER BY mapseqno))
        FROM pg_ts_config_map JOIN ts_token_type(cfgparser) token ON tokid = maptokentype
        WHERE mapcfg = c.oid GROUP BY maptokentype, token.alias ORDER BY maptokentype)
FROM pg_ts_config c JOIN pg_ts_parser p ON p.oid = cfgparser
WHERE c.oid >= 16384 AND cfgnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_ts_config'::regclass)
