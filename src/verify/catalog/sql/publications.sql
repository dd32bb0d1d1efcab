-- Publications with what they hold, subscriptions, event triggers.
-- How a subscription connects may be secret, and only superusers may read it: it is left out.
SELECT 'publication', quote_ident(pubname), oid, 0, 0::oid, NULL::text, ARRAY[concat('CREATE PUBLICATION ', quote_ident(pubname),
    CASE WHEN puballtables THEN ' FOR ALL TABLES' END,
    ' WITH (', concat_ws(', ',
        format('publish = %L', concat_ws(', ', CASE WHEN pubinsert THEN 'insert' END, CASE WHEN pubupdate THEN 'update' END,
            CASE WHEN pubdelete THEN 'delete' END, CASE WHEN pubtruncate THEN 'truncate' END)),
        CASE WHEN pubgencols = 's' THEN 'publish_generated_columns = stored' END, --@ >= 18
        CASE WHEN pubviaroot THEN 'publish_via_partition_root = true' END), ')')]
FROM pg_publication
WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_publication'::regclass)
UNION ALL
SELECT 'publication table', format('%s in %I', prrelid::regclass, pubname), r.oid, 0, prrelid, NULL, ARRAY[concat(
    format('ALTER PUBLICATION %I ADD TABLE ONLY %s', pubname, prrelid::regclass),
    (SELECT format(' (%s)', string_agg(quote_ident(attname), ', ' ORDER BY attnum)) FROM pg_attribute --@ >= 15
        WHERE attrelid = prrelid AND attnum = ANY (prattrs) HAVING count(*) > 0), --@ >= 15
    CASE WHEN prqual IS NOT NULL THEN format(' WHERE (%s)', pg_get_expr(prqual, prrelid)) END, --@ >= 15
    '')]
FROM pg_publication_rel r JOIN pg_publication p ON p.oid = prpubid
UNION ALL --@ >= 15
SELECT 'publication schema', format('%s in %I', pnnspid::regnamespace, pubname), n.oid, 0, 0, NULL, --@ >= 15
    ARRAY[format('ALTER PUBLICATION %I ADD TABLES IN SCHEMA %s', pubname, pnnspid::regnamespace)] --@ >= 15
FROM pg_publication_namespace n JOIN pg_publication p ON p.oid = pnpubid --@ >= 15
UNION ALL
SELECT 'subscription', quote_ident(subname), oid, 0, 0, NULL, ARRAY[concat('CREATE SUBSCRIPTION ', quote_ident(subname),
    ' CONNECTION '''' PUBLICATION ', (SELECT string_agg(quote_ident(p), ', ') FROM unnest(subpublications) p),
    ' WITH (', concat_ws(', ', 'connect = false', 'slot_name = ' || coalesce(quote_literal(subslotname), 'NONE'),
        CASE WHEN subbinary THEN 'binary = true' END, --@ >= 14
        CASE WHEN substream::text IN ('t', 'true') THEN 'streaming = on' WHEN substream::text = 'p' THEN 'streaming = parallel' --@ >= 14
            WHEN substream::text = 'f' THEN 'streaming = off' END, --@ >= 18
            END, --@ 14..17
        CASE WHEN subtwophasestate <> 'd' THEN 'two_phase = on' END, --@ >= 15
        CASE WHEN subdisableonerr THEN 'disable_on_error = true' END, --@ >= 15
        CASE WHEN NOT subpasswordrequired THEN 'password_required = false' END, --@ >= 16
        CASE WHEN subrunasowner THEN 'run_as_owner = true' END, --@ >= 16
        'origin = ' || nullif(suborigin, 'any'), --@ >= 16
        CASE WHEN subfailover THEN 'failover = true' END, --@ >= 17
        CASE WHEN subsynccommit <> 'off' THEN 'synchronous_commit = ' || quote_literal(subsynccommit) END), ')')]
FROM pg_subscription
WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL
SELECT 'event trigger', quote_ident(evtname), oid, 0, 0, NULL, concat('CREATE EVENT TRIGGER ', quote_ident(evtname), ' ON ', evtevent,
    (SELECT format(E'\n    WHEN TAG IN (%s)', string_agg(quote_literal(t), ', ')) FROM unnest(evttags) t HAVING count(*) > 0),
    E'\n    EXECUTE FUNCTION ', evtfoid::regproc, '()') || CASE evtenabled
    WHEN 'D' THEN ARRAY[format('ALTER EVENT TRIGGER %I DISABLE', evtname)]
    WHEN 'R' THEN ARRAY[format('ALTER EVENT TRIGGER %I ENABLE REPLICA', evtname)]
    WHEN 'A' THEN ARRAY[format('ALTER EVENT TRIGGER %I ENABLE ALWAYS', evtname)]
    ELSE '{}' END
FROM pg_event_trigger
WHERE oid >= 16384 AND oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_event_trigger'::regclass)
