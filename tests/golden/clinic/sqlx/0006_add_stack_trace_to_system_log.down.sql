-- Undoes: 20250718213623_add_stack_trace_to_system_log.sql
-- Reversibility: data-loss

-- Values that the upgrade overwrites in system_logs (context) are not restored.

ALTER TABLE system_logs
    DROP COLUMN "stackTrace",
    DROP COLUMN "userId",
    DROP COLUMN "clinicId";
