-- @ base
CREATE SCHEMA remote;
CREATE FUNCTION vdt(text[], oid) RETURNS void LANGUAGE sql AS 'SELECT';
-- @ wrapper
CREATE FOREIGN DATA WRAPPER fw;
CREATE FOREIGN DATA WRAPPER fw2 NO HANDLER NO VALIDATOR OPTIONS (host 'h');
COMMENT ON FOREIGN DATA WRAPPER fw IS 'a wrapper';
GRANT USAGE ON FOREIGN DATA WRAPPER fw TO reader;
-- @ wrapper options
ALTER FOREIGN DATA WRAPPER fw OPTIONS (ADD a 'x', b 'y');
-- @ wrapper options again
ALTER FOREIGN DATA WRAPPER fw OPTIONS (SET a 'z', DROP b);
-- @ wrapper validator
ALTER FOREIGN DATA WRAPPER fw2 VALIDATOR postgresql_fdw_validator OPTIONS (DROP host);
-- @ wrapper renamed
ALTER FOREIGN DATA WRAPPER fw2 RENAME TO fw3;
-- @ server
CREATE SERVER srv TYPE 't' VERSION '1' FOREIGN DATA WRAPPER fw OPTIONS (host 'h', dbname 'd');
CREATE SERVER IF NOT EXISTS srv2 FOREIGN DATA WRAPPER fw;
COMMENT ON SERVER srv IS 'a server';
GRANT USAGE ON FOREIGN SERVER srv TO writer WITH GRANT OPTION;
-- @ mapping
CREATE USER MAPPING FOR reader SERVER srv OPTIONS (user 'r', password 'p');
CREATE USER MAPPING FOR PUBLIC SERVER srv;
CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER srv2;
-- @ mapping options
ALTER USER MAPPING FOR reader SERVER srv OPTIONS (SET password 'q', DROP user);
ALTER USER MAPPING FOR PUBLIC SERVER srv OPTIONS (ADD user 'x');
-- @ table
CREATE FOREIGN TABLE ft (id int OPTIONS (column_name 'Id') NOT NULL, n text COLLATE "C" DEFAULT 'x', CHECK (id > 0)) SERVER srv OPTIONS (table_name 't', schema_name 's');
COMMENT ON FOREIGN TABLE ft IS 'far away';
COMMENT ON COLUMN ft.n IS 'n';
-- @ server options
ALTER SERVER srv VERSION '2' OPTIONS (SET host 'h2', ADD port '5433', DROP dbname);
-- @ server version
ALTER SERVER srv VERSION '3';
-- @ server options again
ALTER SERVER srv2 OPTIONS (host 'x');
-- @ wrapper options under all
ALTER FOREIGN DATA WRAPPER fw OPTIONS (ADD c 'c');
-- @ server renamed
ALTER SERVER srv RENAME TO server1;
-- @ server owner
GRANT USAGE ON FOREIGN DATA WRAPPER fw TO app_owner;
ALTER SERVER server1 OWNER TO app_owner;
-- @ table options
ALTER FOREIGN TABLE ft OPTIONS (SET table_name 'u', DROP schema_name, ADD extra 'e');
-- @ table columns
ALTER FOREIGN TABLE ft ADD COLUMN more int OPTIONS (column_name 'm'), ALTER COLUMN id OPTIONS (SET column_name 'ID'), ALTER n SET NOT NULL, ALTER n SET STATISTICS 5;
-- @ table columns again
ALTER FOREIGN TABLE ft ALTER COLUMN id OPTIONS (DROP column_name), ALTER n OPTIONS (ADD column_name 'nn'), DROP COLUMN more;
-- @ table renamed
ALTER FOREIGN TABLE ft RENAME COLUMN n TO name;
ALTER FOREIGN TABLE ft RENAME TO far;
-- @ table moved
ALTER FOREIGN TABLE far SET SCHEMA remote;
ALTER FOREIGN TABLE remote.far OWNER TO app_owner;
-- @ view on it
CREATE VIEW fv AS SELECT id, name FROM remote.far;
GRANT SELECT ON remote.far TO reader;
-- @ table type
DROP VIEW fv;
ALTER FOREIGN TABLE remote.far ALTER name TYPE varchar(10);
-- @ table dropped
DROP FOREIGN TABLE remote.far;
-- @ mapping dropped
DROP USER MAPPING FOR reader SERVER server1;
DROP USER MAPPING IF EXISTS FOR PUBLIC SERVER server1;
-- @ partition
CREATE TABLE parted (id int, n text) PARTITION BY RANGE (id);
CREATE FOREIGN TABLE part1 PARTITION OF parted FOR VALUES FROM (1) TO (10) SERVER server1 OPTIONS (table_name 'p1');
-- @ server dropped
DROP SERVER srv2 CASCADE;
-- @ all dropped, known: grantees of an object made anew come in another order
DROP FOREIGN DATA WRAPPER fw CASCADE;
DROP FOREIGN DATA WRAPPER fw3;
