-- Statistics objects.
SELECT 'statistics', format('%s.%I', stxnamespace::regnamespace, stxname), oid, 0, stxrelid, NULL::text, array_remove(ARRAY[
    pg_get_statisticsobjdef(oid),
    CASE WHEN stxstattarget >= 0
        THEN format('ALTER STATISTICS %s.%I SET STATISTICS %s', stxnamespace::regnamespace, stxname, stxstattarget) END], NULL)
FROM pg_statistic_ext
WHERE oid >= 16384 AND stxrelid IN (SELECT oid FROM rel)
