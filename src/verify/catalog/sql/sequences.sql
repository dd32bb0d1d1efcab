-- Sequences, and those that identity columns own.
SELECT CASE WHEN d.deptype = 'i' THEN 'identity' ELSE 'sequence' END,
    CASE WHEN d.deptype = 'i' THEN owner ELSE name END,
    seqrelid, 0, coalesce(d.refobjid, 0), NULL::text,
    CASE WHEN d.deptype = 'i'
    THEN ARRAY[format(E'ALTER TABLE %s ALTER COLUMN %I ADD GENERATED %s AS IDENTITY (\n    SEQUENCE NAME %s\n    %s\n)',
        d.refobjid::regclass, a.attname, CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, name, options)]
    ELSE array_remove(ARRAY[
        concat('CREATE ', CASE WHEN relpersistence = 'u' THEN 'UNLOGGED ' END, 'SEQUENCE ', name,
            E'\n    AS ' || nullif(format_type(seqtypid, NULL), 'bigint'), E'\n    ' || options),
        'ALTER SEQUENCE ' || name || ' OWNED BY ' || owner], NULL)
    END
FROM (
    SELECT s.*, c.relpersistence, s.seqrelid::regclass::text AS name,
        concat_ws(E'\n    ', 'START WITH ' || seqstart, 'INCREMENT BY ' || seqincrement,
            CASE WHEN seqmin = CASE WHEN seqincrement > 0 THEN 1 WHEN seqtypid = 21 THEN -32768
                WHEN seqtypid = 23 THEN -2147483648 ELSE -9223372036854775808 END
            THEN 'NO MINVALUE' ELSE 'MINVALUE ' || seqmin END,
            CASE WHEN seqmax = CASE WHEN seqincrement < 0 THEN -1 WHEN seqtypid = 21 THEN 32767
                WHEN seqtypid = 23 THEN 2147483647 ELSE 9223372036854775807 END
            THEN 'NO MAXVALUE' ELSE 'MAXVALUE ' || seqmax END,
            'CACHE ' || seqcache, CASE WHEN seqcycle THEN 'CYCLE' END) AS options
    FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid
    WHERE c.oid >= 16384 AND c.relkind = 'S' AND c.relpersistence <> 't'
        AND c.relnamespace <> ALL (ARRAY(SELECT oid FROM hidden))
        AND c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass)
    ) s
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = seqrelid AND d.objsubid = 0
        AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    CROSS JOIN LATERAL (SELECT format('%s.%I', d.refobjid::regclass, a.attname) AS owner WHERE a.attname IS NOT NULL
        UNION ALL SELECT NULL WHERE a.attname IS NULL) o
