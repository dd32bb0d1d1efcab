-- Undoes: 20250718212139_add_support_system.sql
-- Reversibility: lossless

DROP TABLE support_messages;

DROP TABLE support_tickets;

DROP FUNCTION reopen_ticket();

DROP TYPE "SupportStatus";

DROP TYPE "SupportPriority";

DROP TYPE "SupportCategory";
