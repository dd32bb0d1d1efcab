-- What the open transaction has done so far, and whose names the items hold. The counts of the server are of what it tried, savepoints
-- that were rolled back included.
SELECT txid_current_if_assigned() IS NOT NULL,
    txid_snapshot_xmin(txid_current_snapshot()),
    (SELECT sum(hashtext(concat(oid, rolname))) FROM pg_roles),
    current_setting('track_counts') = 'on',
    pg_my_temp_schema() <> 0,
    (SELECT string_agg(c::text, ',') FROM unnest(':catalogs'::regclass[]) c
        WHERE pg_stat_get_xact_tuples_inserted(c) + pg_stat_get_xact_tuples_updated(c) > 0),
    (SELECT string_agg(c::text, ',') FROM unnest(':catalogs'::regclass[]) c WHERE pg_stat_get_xact_tuples_deleted(c) > 0)
