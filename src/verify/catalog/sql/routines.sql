-- Functions, procedures and aggregates.
SELECT class, name, oid, 0, 0::oid, NULL::text,
    ARRAY['CREATE' || substr(rtrim(pg_get_functiondef(oid), E'\n'), length('CREATE OR REPLACE') + 1)]
FROM routine
WHERE prokind <> 'a'
UNION ALL
SELECT class, name, p.oid, 0, 0, NULL, ARRAY[format(E'CREATE AGGREGATE %s(%s) (\n    %s\n)',
    p.oid::regproc,
    coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'),
    concat_ws(E',\n    ',
        'SFUNC = ' || a.aggtransfn, 'STYPE = ' || format_type(aggtranstype, NULL), 'SSPACE = ' || nullif(aggtransspace, 0),
        'INITCOND = ' || quote_literal(agginitval), 'FINALFUNC = ' || nullif(aggfinalfn::oid, 0)::regproc,
        CASE WHEN aggfinalextra THEN 'FINALFUNC_EXTRA' END,
        'FINALFUNC_MODIFY = ' || CASE WHEN aggfinalmodify <> CASE WHEN aggkind = 'n' THEN 'r' ELSE 'w' END
            THEN CASE aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
        'COMBINEFUNC = ' || nullif(aggcombinefn::oid, 0)::regproc, 'SERIALFUNC = ' || nullif(aggserialfn::oid, 0)::regproc,
        'DESERIALFUNC = ' || nullif(aggdeserialfn::oid, 0)::regproc,
        'MSFUNC = ' || nullif(aggmtransfn::oid, 0)::regproc, 'MINVFUNC = ' || nullif(aggminvtransfn::oid, 0)::regproc,
        'MSTYPE = ' || format_type(nullif(aggmtranstype, 0), NULL), 'MSSPACE = ' || nullif(aggmtransspace, 0),
        'MINITCOND = ' || quote_literal(aggminitval), 'MFINALFUNC = ' || nullif(aggmfinalfn::oid, 0)::regproc,
        CASE WHEN aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
        'MFINALFUNC_MODIFY = ' || CASE WHEN aggmtransfn <> 0 AND aggmfinalmodify <> CASE WHEN aggkind = 'n' THEN 'r' ELSE 'w' END
            THEN CASE aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
        'SORTOP = ' || (SELECT format('OPERATOR(%s.%s)', oprnamespace::regnamespace, oprname)
            FROM pg_operator o WHERE o.oid = nullif(aggsortop, 0)),
        CASE WHEN aggkind = 'h' THEN 'HYPOTHETICAL' END,
        CASE proparallel WHEN 's' THEN 'PARALLEL = safe' WHEN 'r' THEN 'PARALLEL = restricted' END))]
FROM routine p JOIN pg_aggregate a ON a.aggfnoid = p.oid
WHERE prokind = 'a'
