-- Columns of tables. The first text is the definition in the list of CREATE TABLE: empty where a parent or a type brings the column.
-- Of views only what stands outside their queries.
SELECT CASE WHEN relkind IN ('v', 'm') THEN 'view column' ELSE 'column' END, name, oid, attnum, oid, facts, CASE WHEN relkind IN ('v', 'm') THEN follow ELSE definition || follow END
FROM (
    SELECT rel.oid, attnum, relkind, format('%s.%I', rel.name, attname) AS name,
        CASE WHEN NOT listed AND relkind NOT IN ('v', 'm')
            THEN concat_ws(E';\n', format_type(atttypid, atttypmod) || CASE WHEN attislocal THEN '' ELSE ' inherited' END,
                nullif(array_to_string(follow, E';\n'), '')) END AS facts,
        CASE WHEN listed THEN concat(
            quote_ident(attname),
            CASE WHEN reloftype = 0 THEN ' ' || format_type(atttypid, atttypmod)
            ELSE CASE WHEN attnotnull OR expression IS NOT NULL THEN ' WITH OPTIONS' END END,
            CASE WHEN reloftype = 0 AND attcollation <> 0 AND (attcollation <> 100 OR atttypid >= 16384 OR atttypid = 19)
                THEN ' COLLATE ' || (SELECT attcollation::regcollation FROM pg_type t
                    WHERE t.oid = atttypid AND t.typcollation <> attcollation) END,
            CASE attgenerated
                WHEN '' THEN CASE WHEN inline THEN ' DEFAULT ' || expression WHEN default_gone THEN ' DEFAULT NULL' END
                WHEN 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', expression)
                ELSE format(' GENERATED ALWAYS AS (%s)', expression) END,
            null_constraint) --@ >= 18
            CASE WHEN attnotnull THEN ' NOT NULL' END) --@ < 18
        ELSE '' END AS definition,
        follow
    FROM rel
        JOIN pg_attribute a ON attrelid = rel.oid AND attnum > 0 AND NOT attisdropped
        LEFT JOIN LATERAL (
            SELECT pg_get_expr(adbin, adrelid) AS expression, (relkind NOT IN ('v', 'm')) AND (attislocal OR relispartition)
                AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refobjid >= 16384 AND d.refobjid <> adrelid)
                AS inline
            FROM pg_attrdef f
            WHERE atthasdef AND adrelid = attrelid AND adnum = attnum
        ) f ON true
        -- As pg_dump of 18: the name only where it is not the server's choice. --@ >= 18
        LEFT JOIN LATERAL ( --@ >= 18
            SELECT conname, conislocal, convalidated, concat( --@ >= 18
                CASE WHEN conname <> relname || '_' || attname || '_not_null' THEN format(' CONSTRAINT %I', conname) END, --@ >= 18
                ' NOT NULL', CASE WHEN connoinherit THEN ' NO INHERIT' END) AS clause --@ >= 18
            FROM pg_constraint n --@ >= 18
            WHERE attnotnull AND n.conrelid = attrelid AND n.contype = 'n' AND n.conkey[1] = attnum --@ >= 18
        ) n ON true --@ >= 18
        CROSS JOIN LATERAL (
            SELECT (attislocal AND reloftype = 0 OR relispartition OR reloftype <> 0 AND (attnotnull OR atthasdef))
                AND relkind NOT IN ('v', 'm') AS listed,
                CASE WHEN convalidated AND (conislocal OR relispartition) THEN clause END AS null_constraint, --@ >= 18
                CASE WHEN NOT attislocal AND NOT relispartition THEN ( --@ < 18
                    SELECT NOT bool_or(p.attnotnull) FROM pg_inherits --@ < 18
                        JOIN pg_attribute p ON p.attrelid = inhparent AND p.attname = a.attname --@ < 18
                    WHERE inhrelid = rel.oid) END AS own_null, --@ < 18
                CASE WHEN attinhcount > 0 AND NOT relispartition AND NOT atthasdef THEN (
                    SELECT bool_or(p.atthasdef) FROM pg_inherits JOIN pg_attribute p ON p.attrelid = inhparent AND p.attname = a.attname
                    WHERE inhrelid = rel.oid) END AS default_gone,
                concat('ALTER ', CASE WHEN relkind = 'f' THEN 'FOREIGN ' END, 'TABLE ONLY ', rel.name) AS alter_table,
                format(' ALTER COLUMN %I ', attname) AS alter_column
        ) l
        CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
            CASE WHEN expression IS NOT NULL AND attgenerated = '' AND NOT inline
                THEN concat(alter_table, alter_column, 'SET DEFAULT ', expression) END,
            CASE WHEN default_gone AND NOT listed THEN concat(alter_table, alter_column, 'DROP DEFAULT') END,
            CASE WHEN own_null AND attnotnull THEN concat(alter_table, alter_column, 'SET NOT NULL') END, --@ < 18
            CASE WHEN conname IS NOT NULL AND NOT convalidated AND (conislocal OR relispartition) --@ >= 18
                THEN format('%s ADD CONSTRAINT %I NOT NULL %I NOT VALID', alter_table, conname, attname) --@ >= 18
                WHEN conislocal AND NOT listed AND reloftype = 0 --@ >= 18
                THEN format('%s ADD CONSTRAINT %I NOT NULL %I', alter_table, conname, attname) END, --@ >= 18
            CASE WHEN attstattarget >= 0 THEN concat(alter_table, alter_column, 'SET STATISTICS ', attstattarget) END,
            CASE WHEN attlen = -1 THEN (
                SELECT concat(alter_table, alter_column, 'SET STORAGE ', CASE attstorage
                    WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END)
                FROM pg_type t WHERE t.oid = atttypid AND t.typstorage <> attstorage) END,
            CASE attcompression WHEN 'p' THEN concat(alter_table, alter_column, 'SET COMPRESSION pglz') --@ >= 14
                WHEN 'l' THEN concat(alter_table, alter_column, 'SET COMPRESSION lz4') END, --@ >= 14
            CASE WHEN attoptions IS NOT NULL THEN format('%s%sSET (%s)', alter_table, alter_column, (
                SELECT string_agg(format('%I=%L', option_name, option_value), ', ') FROM pg_options_to_table(attoptions))) END,
            CASE WHEN attfdwoptions IS NOT NULL THEN format('%s%sOPTIONS (%s)', alter_table, alter_column, (
                SELECT string_agg(format('%I %L', option_name, option_value), ', ' ORDER BY option_name) FROM pg_options_to_table(attfdwoptions))) END
        ], NULL) AS follow) s
) c
WHERE relkind NOT IN ('v', 'm') OR follow <> '{}'
