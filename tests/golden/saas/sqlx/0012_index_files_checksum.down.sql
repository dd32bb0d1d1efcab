-- no-transaction
-- Undoes: 012_index_files_checksum.sql
-- Reversibility: lossless

DROP INDEX CONCURRENTLY core.files_checksum_idx;
