-- no-transaction
-- Source: 012_index_files_checksum.sql

-- 012: duplicate detection looks files up by checksum.
-- Concurrently: core.files is large and must stay writable. Alone in its file, because it may not run in a transaction.

CREATE INDEX CONCURRENTLY IF NOT EXISTS files_checksum_idx ON core.files (tenant_id, checksum);
