-- In which files the catalogs lie: VACUUM FULL puts them into others, and then no row tells any more when it was made.
SELECT 'files', string_agg(pg_relation_filenode(c)::text, ','), NULL FROM unnest(':catalogs'::regclass[]) c
