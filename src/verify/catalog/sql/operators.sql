-- Operators, operator families and classes with their members, access methods, casts, conversions, collations.
SELECT 'operator', oid::regoperator::text, oid, 0, 0::oid, NULL::text, ARRAY[format(E'CREATE OPERATOR %s.%s (\n    %s\n)',
    oprnamespace::regnamespace, oprname, concat_ws(E',\n    ', 'FUNCTION = ' || oprcode,
        'LEFTARG = ' || format_type(nullif(oprleft, 0), NULL), 'RIGHTARG = ' || format_type(nullif(oprright, 0), NULL),
        'COMMUTATOR = ' || (SELECT format('OPERATOR(%s.%s)', c.oprnamespace::regnamespace, c.oprname)
            FROM pg_operator c WHERE c.oid = nullif(o.oprcom, 0)),
        'NEGATOR = ' || (SELECT format('OPERATOR(%s.%s)', n.oprnamespace::regnamespace, n.oprname)
            FROM pg_operator n WHERE n.oid = nullif(o.oprnegate, 0)),
        CASE WHEN oprcanmerge THEN 'MERGES' END, CASE WHEN oprcanhash THEN 'HASHES' END,
        'RESTRICT = ' || nullif(oprrest::oid, 0)::regproc, 'JOIN = ' || nullif(oprjoin::oid, 0)::regproc))]
FROM pg_operator o
WHERE oid >= 16384 AND oprcode <> 0 AND oprnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_operator'::regclass)
UNION ALL
SELECT 'operator family', format('%s.%I USING %I', opfnamespace::regnamespace, opfname, amname), f.oid, 0, 0, NULL, array_remove(ARRAY[
    format('CREATE OPERATOR FAMILY %s.%I USING %I', opfnamespace::regnamespace, opfname, amname),
    (SELECT format(E'ALTER OPERATOR FAMILY %s.%I USING %I ADD\n    %s', opfnamespace::regnamespace, opfname, amname,
        string_agg(entry, E',\n    ' ORDER BY entry COLLATE "C"))
    FROM (
        SELECT concat('OPERATOR ', amopstrategy, ' ', amopopr::regoperator,
            (SELECT format(' FOR ORDER BY %s.%I', s.opfnamespace::regnamespace, s.opfname)
                FROM pg_opfamily s WHERE s.oid = nullif(amopsortfamily, 0))) AS entry
        FROM pg_depend JOIN pg_amop m ON m.oid = objid
        WHERE refclassid = 'pg_opfamily'::regclass AND refobjid = f.oid AND classid = 'pg_amop'::regclass
        UNION ALL
        SELECT concat('FUNCTION ', amprocnum, format(' (%s, %s) ', format_type(amproclefttype, NULL), format_type(amprocrighttype, NULL)),
            amproc::regprocedure)
        FROM pg_depend JOIN pg_amproc m ON m.oid = objid
        WHERE refclassid = 'pg_opfamily'::regclass AND refobjid = f.oid AND classid = 'pg_amproc'::regclass) m
    HAVING count(*) > 0)], NULL)
FROM pg_opfamily f JOIN pg_am ON pg_am.oid = opfmethod
WHERE f.oid >= 16384 AND opfnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND f.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_opfamily'::regclass)
UNION ALL
SELECT 'operator class', format('%s.%I USING %I', opcnamespace::regnamespace, opcname, amname), c.oid, 0, 0, NULL, ARRAY[
    format(E'CREATE OPERATOR CLASS %s.%I\n    %sFOR TYPE %s USING %I FAMILY %s.%I AS\n    %s',
        opcnamespace::regnamespace, opcname, CASE WHEN opcdefault THEN 'DEFAULT ' END, format_type(opcintype, NULL), amname,
        opfnamespace::regnamespace, opfname, concat_ws(E',\n    ', 'STORAGE ' || format_type(nullif(opckeytype, 0), NULL), m.list,
            CASE WHEN opckeytype = 0 AND m.list IS NULL THEN 'STORAGE ' || format_type(opcintype, NULL) END))]
FROM pg_opclass c JOIN pg_am ON pg_am.oid = opcmethod JOIN pg_opfamily f ON f.oid = opcfamily
    CROSS JOIN LATERAL (
        SELECT string_agg(entry, E',\n    ' ORDER BY entry COLLATE "C") AS list FROM (
            SELECT concat('OPERATOR ', amopstrategy, ' ', amopopr::regoperator,
                (SELECT format(' FOR ORDER BY %s.%I', s.opfnamespace::regnamespace, s.opfname)
                    FROM pg_opfamily s WHERE s.oid = nullif(amopsortfamily, 0))) AS entry
            FROM pg_depend JOIN pg_amop m ON m.oid = objid
            WHERE refclassid = 'pg_opclass'::regclass AND refobjid = c.oid AND classid = 'pg_amop'::regclass
            UNION ALL
            SELECT concat('FUNCTION ', amprocnum, format(' (%s, %s) ', format_type(amproclefttype, NULL), format_type(amprocrighttype, NULL)),
                amproc::regprocedure)
            FROM pg_depend JOIN pg_amproc m ON m.oid = objid
            WHERE refclassid = 'pg_opclass'::regclass AND refobjid = c.oid AND classid = 'pg_amproc'::regclass) m) m
WHERE c.oid >= 16384 AND opcnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_opclass'::regclass)
UNION ALL
SELECT 'access method', quote_ident(amname), oid, 0, 0, NULL, ARRAY[format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s',
    amname, CASE amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, amhandler)]
FROM pg_am
WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_am'::regclass)
UNION ALL
SELECT 'cast', format('(%s AS %s)', format_type(castsource, NULL), format_type(casttarget, NULL)), oid, 0, 0, NULL, ARRAY[concat(
    format('CREATE CAST (%s AS %s) ', format_type(castsource, NULL), format_type(casttarget, NULL)),
    CASE castmethod WHEN 'b' THEN 'WITHOUT FUNCTION' WHEN 'i' THEN 'WITH INOUT'
        ELSE 'WITH FUNCTION ' || castfunc::regprocedure END,
    CASE castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' END)]
FROM pg_cast
WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_cast'::regclass)
    AND NOT EXISTS (SELECT FROM pg_range WHERE rngtypid = castsource AND rngmultitypid = casttarget) --@ >= 14
UNION ALL
SELECT 'conversion', format('%s.%I', connamespace::regnamespace, conname), oid, 0, 0, NULL, ARRAY[format(
    'CREATE %sCONVERSION %s.%I FOR %L TO %L FROM %s', CASE WHEN condefault THEN 'DEFAULT ' END, connamespace::regnamespace, conname,
    pg_encoding_to_char(conforencoding), pg_encoding_to_char(contoencoding), conproc)]
FROM pg_conversion
WHERE oid >= 16384 AND connamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_conversion'::regclass)
UNION ALL
SELECT 'collation', oid::regcollation::text, oid, 0, 0, NULL, ARRAY[format('CREATE COLLATION %s (%s)', oid::regcollation, concat_ws(', ',
    'provider = ' || CASE collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' WHEN 'd' THEN 'default' END,
    CASE WHEN NOT collisdeterministic THEN 'deterministic = false' END,
    CASE WHEN collprovider <> 'c' THEN 'locale = ' || quote_literal(colllocale) END, --@ >= 17
    CASE WHEN collprovider <> 'c' THEN 'locale = ' || quote_literal(colliculocale) END, --@ 15..16
    CASE WHEN collprovider <> 'c' THEN 'locale = ' || quote_literal(collcollate) END, --@ < 15
    'rules = ' || quote_literal(collicurules), --@ >= 16
    CASE WHEN collprovider = 'c' AND collcollate = collctype THEN 'locale = ' || quote_literal(collcollate) END,
    CASE WHEN collprovider = 'c' AND collcollate <> collctype
        THEN format('lc_collate = %L, lc_ctype = %L', collcollate, collctype) END))]
FROM pg_collation
WHERE oid >= 16384 AND collnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
    AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_collation'::regclass)
