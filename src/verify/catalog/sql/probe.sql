-- What the open transaction has done so far, and whose names the items hold. The counts of the server are of what it tried, savepoints
-- that were rolled back included. It runs under the settings of the user: every name is qualified.
SELECT pg_catalog.txid_current_if_assigned() IS NOT NULL,
    pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot()),
    (SELECT pg_catalog.sum(pg_catalog.hashtext(pg_catalog.concat(oid, rolname))) FROM pg_catalog.pg_roles),
    pg_catalog.current_setting('track_counts') OPERATOR(pg_catalog.=) 'on',
    pg_catalog.pg_my_temp_schema() OPERATOR(pg_catalog.<>) 0::pg_catalog.oid,
    (SELECT pg_catalog.string_agg(n::pg_catalog.text, ',')
        FROM ROWS FROM (pg_catalog.unnest(':catalogs'::pg_catalog.regclass[])) WITH ORDINALITY c(c, n)
        WHERE pg_catalog.pg_stat_get_xact_tuples_inserted(c) OPERATOR(pg_catalog.+) pg_catalog.pg_stat_get_xact_tuples_updated(c)
            OPERATOR(pg_catalog.>) 0),
    (SELECT pg_catalog.string_agg(n::pg_catalog.text, ',')
        FROM ROWS FROM (pg_catalog.unnest(':catalogs'::pg_catalog.regclass[])) WITH ORDINALITY c(c, n)
        WHERE pg_catalog.pg_stat_get_xact_tuples_deleted(c) OPERATOR(pg_catalog.>) 0)
