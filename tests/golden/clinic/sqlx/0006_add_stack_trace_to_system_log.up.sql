-- Source: 20250718213623_add_stack_trace_to_system_log.sql

-- AlterTable
ALTER TABLE "system_logs" ADD COLUMN     "stackTrace" TEXT,
ADD COLUMN     "userId" TEXT,
ADD COLUMN     "clinicId" TEXT;

-- The trace used to be stuffed into the context
UPDATE "system_logs"
   SET "stackTrace" = "context" ->> 'stack',
       "context" = "context" - 'stack'
 WHERE "context" ? 'stack';

-- CreateIndex
CREATE INDEX "system_logs_clinicId_idx" ON "system_logs"("clinicId");

-- AddForeignKey
ALTER TABLE "system_logs" ADD CONSTRAINT "system_logs_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "system_logs" ADD CONSTRAINT "system_logs_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE SET NULL ON UPDATE CASCADE;
