-- What needs what: who, needs whom, of which kind. A column's default or expression belongs to the column (kinds `d`, `g`).
SELECT classid::regclass::text, objid, objsubid, refclassid::regclass::text, refobjid, refobjsubid, deptype::text
FROM pg_depend
WHERE objid >= 16384 AND refobjid >= 16384 AND (classid <> 'pg_attrdef'::regclass OR deptype = 'n')
UNION ALL
SELECT 'pg_attrdef', d.oid, 0, 'pg_class', adrelid, adnum, CASE attgenerated WHEN '' THEN 'd' ELSE 'g' END
FROM pg_attrdef d JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
WHERE adrelid >= 16384
