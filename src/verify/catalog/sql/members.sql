-- What belongs to extensions or is bound to them, as a number.
SELECT 'members', concat(count(*), ' ', sum(hash_array(ARRAY[classid, objid, refobjid]) + ascii(deptype::text))), NULL
FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND deptype IN ('e', 'x')
