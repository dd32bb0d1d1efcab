-- Source: 20250718213704_add_fields_to_analytics_event.sql

-- AlterTable
ALTER TABLE "analytics_events" ADD COLUMN     "sessionId" TEXT,
ADD COLUMN     "userId" TEXT,
ADD COLUMN     "userAgent" TEXT,
ADD COLUMN     "referrer" TEXT,
ADD COLUMN     "durationMs" INTEGER,
ADD COLUMN     "score" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- AlterTable: pages may be long
ALTER TABLE "analytics_events" ALTER COLUMN "page" SET DATA TYPE VARCHAR(2048),
ALTER COLUMN "page" SET DEFAULT '/';

-- CreateIndex
CREATE INDEX "analytics_events_sessionId_idx" ON "analytics_events"("sessionId");

-- AddForeignKey
ALTER TABLE "analytics_events" ADD CONSTRAINT "analytics_events_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
