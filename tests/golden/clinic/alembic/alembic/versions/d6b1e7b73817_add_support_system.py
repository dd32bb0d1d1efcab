"""add support system

Source: 20250718212139_add_support_system.sql
Reversibility: lossless

Revision ID: d6b1e7b73817
Revises: 7ec8ca08f39f

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "d6b1e7b73817"
down_revision: Union[str, Sequence[str], None] = "7ec8ca08f39f"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- CreateEnum\r
CREATE TYPE "SupportCategory" AS ENUM ('TECHNICAL', 'BILLING', 'FEATURE_REQUEST', 'OTHER')""")

    _run("""-- CreateEnum\r
CREATE TYPE "SupportPriority" AS ENUM ('LOW', 'NORMAL', 'HIGH', 'URGENT')""")

    _run("""-- CreateEnum\r
CREATE TYPE "SupportStatus" AS ENUM ('OPEN', 'IN_PROGRESS', 'WAITING', 'RESOLVED', 'CLOSED')""")

    _run("""-- CreateTable\r
CREATE TABLE "support_tickets" (\r
    "id" TEXT NOT NULL,\r
    "number" INTEGER GENERATED ALWAYS AS IDENTITY (START WITH 10001),\r
    "subject" TEXT NOT NULL,\r
    "description" TEXT NOT NULL,\r
    "category" "SupportCategory" NOT NULL DEFAULT 'OTHER',\r
    "priority" "SupportPriority" NOT NULL DEFAULT 'NORMAL',\r
    "status" "SupportStatus" NOT NULL DEFAULT 'OPEN',\r
    "clinicId" TEXT NOT NULL,\r
    "createdById" TEXT NOT NULL,\r
    "assignedToId" TEXT,\r
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,\r
    "updatedAt" TIMESTAMP(3) NOT NULL,\r
    "resolvedAt" TIMESTAMP(3),\r
\r
    CONSTRAINT "support_tickets_pkey" PRIMARY KEY ("id"),\r
    CONSTRAINT "support_tickets_resolved_check" CHECK ("status" <> 'RESOLVED' OR "resolvedAt" IS NOT NULL)\r
)""")

    _run("""-- CreateTable\r
CREATE TABLE "support_messages" (\r
    "id" TEXT NOT NULL,\r
    "ticketId" TEXT NOT NULL,\r
    "authorId" TEXT,\r
    "body" TEXT NOT NULL,\r
    "isInternal" BOOLEAN NOT NULL DEFAULT false,\r
    "attachments" TEXT[],\r
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,\r
\r
    CONSTRAINT "support_messages_pkey" PRIMARY KEY ("id")\r
)""")

    _run("""-- CreateIndex\r
CREATE UNIQUE INDEX "support_tickets_number_key" ON "support_tickets"("number")""")

    _run("""-- CreateIndex\r
CREATE INDEX "support_tickets_clinicId_status_idx" ON "support_tickets"("clinicId", "status")""")

    _run("""-- CreateIndex\r
CREATE INDEX "support_tickets_open_idx" ON "support_tickets"("priority" DESC, "createdAt") WHERE "status" IN ('OPEN', 'IN_PROGRESS')""")

    _run("""-- CreateIndex\r
CREATE INDEX "support_messages_ticketId_idx" ON "support_messages"("ticketId")""")

    _run("""-- AddForeignKey\r
ALTER TABLE "support_tickets" ADD CONSTRAINT "support_tickets_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE CASCADE ON UPDATE CASCADE""")

    _run("""-- AddForeignKey\r
ALTER TABLE "support_tickets" ADD CONSTRAINT "support_tickets_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE""")

    _run("""-- AddForeignKey\r
ALTER TABLE "support_tickets" ADD CONSTRAINT "support_tickets_assignedToId_fkey" FOREIGN KEY ("assignedToId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE""")

    _run("""-- AddForeignKey\r
ALTER TABLE "support_messages" ADD CONSTRAINT "support_messages_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "support_tickets"("id") ON DELETE CASCADE ON UPDATE CASCADE""")

    _run("""-- AddForeignKey\r
ALTER TABLE "support_messages" ADD CONSTRAINT "support_messages_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE""")

    _run("""-- An answer re-opens a ticket that waits (added by hand, Prisma knows no triggers)\r
CREATE FUNCTION "reopen_ticket"() RETURNS TRIGGER AS $$\r
BEGIN\r
    UPDATE "support_tickets"\r
       SET "status" = 'IN_PROGRESS', "updatedAt" = CURRENT_TIMESTAMP\r
     WHERE "id" = NEW."ticketId"\r
       AND "status" = 'WAITING';\r
    RETURN NEW;\r
END;\r
$$ LANGUAGE plpgsql""")

    _run("""CREATE TRIGGER "support_messages_reopen" AFTER INSERT ON "support_messages"\r
    FOR EACH ROW WHEN (NOT NEW."isInternal") EXECUTE FUNCTION "reopen_ticket"()""")


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP TABLE support_messages")
    _run("DROP TABLE support_tickets")
    _run("DROP FUNCTION reopen_ticket()")
    _run('DROP TYPE "SupportStatus"')
    _run('DROP TYPE "SupportPriority"')
    _run('DROP TYPE "SupportCategory"')


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
