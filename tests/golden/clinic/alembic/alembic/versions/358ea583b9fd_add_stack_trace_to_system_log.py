"""add stack trace to system log

Source: 20250718213623_add_stack_trace_to_system_log.sql
Reversibility: data-loss

Revision ID: 358ea583b9fd
Revises: d6b1e7b73817

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "358ea583b9fd"
down_revision: Union[str, Sequence[str], None] = "d6b1e7b73817"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- AlterTable
ALTER TABLE "system_logs" ADD COLUMN     "stackTrace" TEXT,
ADD COLUMN     "userId" TEXT,
ADD COLUMN     "clinicId" TEXT""")

    _run("""-- The trace used to be stuffed into the context
UPDATE "system_logs"
   SET "stackTrace" = "context" ->> 'stack',
       "context" = "context" - 'stack'
 WHERE "context" ? 'stack'""")

    _run("""-- CreateIndex
CREATE INDEX "system_logs_clinicId_idx" ON "system_logs"("clinicId")""")

    _run("""-- AddForeignKey
ALTER TABLE "system_logs" ADD CONSTRAINT "system_logs_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "system_logs" ADD CONSTRAINT "system_logs_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE SET NULL ON UPDATE CASCADE""")


def downgrade() -> None:
    """Downgrade schema."""
    # Values that the upgrade overwrites in system_logs (context) are not restored.

    _run('''ALTER TABLE system_logs
    DROP COLUMN "stackTrace",
    DROP COLUMN "userId",
    DROP COLUMN "clinicId"''')


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
