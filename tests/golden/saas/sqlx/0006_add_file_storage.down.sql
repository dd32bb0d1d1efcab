-- Undoes: 006_add_file_storage.sql
-- Reversibility: lossless

DROP VIEW core.tenant_storage;

DROP TABLE core.image_variants;

ALTER TABLE core.users DROP COLUMN avatar_id;

DROP TABLE core.files;

DROP FUNCTION core.tenants_over(bigint);

DROP TYPE core.storage_class;
