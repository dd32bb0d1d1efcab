-- Undoes: 004_add_generic_data.sql
-- Reversibility: lossless

DROP TABLE app.generic_data;

DROP TABLE core.field_metadata;

DROP TABLE core.table_metadata;

DROP FUNCTION app.check_generic_row();

DROP DOMAIN core.identifier;

DROP TYPE core.field_type;
