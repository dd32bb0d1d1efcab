"""add fields to analytics event

Source: 20250718213704_add_fields_to_analytics_event.sql
Reversibility: lossless

Revision ID: dd4e2f35ab2e
Revises: 358ea583b9fd

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "dd4e2f35ab2e"
down_revision: Union[str, Sequence[str], None] = "358ea583b9fd"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- AlterTable
ALTER TABLE "analytics_events" ADD COLUMN     "sessionId" TEXT,
ADD COLUMN     "userId" TEXT,
ADD COLUMN     "userAgent" TEXT,
ADD COLUMN     "referrer" TEXT,
ADD COLUMN     "durationMs" INTEGER,
ADD COLUMN     "score" DOUBLE PRECISION NOT NULL DEFAULT 0""")

    _run("""-- AlterTable: pages may be long
ALTER TABLE "analytics_events" ALTER COLUMN "page" SET DATA TYPE VARCHAR(2048),
ALTER COLUMN "page" SET DEFAULT '/'""")

    _run("""-- CreateIndex
CREATE INDEX "analytics_events_sessionId_idx" ON "analytics_events"("sessionId")""")

    _run("""-- AddForeignKey
ALTER TABLE "analytics_events" ADD CONSTRAINT "analytics_events_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE""")


def downgrade() -> None:
    """Downgrade schema."""
    _run("ALTER TABLE analytics_events ALTER COLUMN page DROP DEFAULT")

    _run("""ALTER TABLE analytics_events
    DROP COLUMN "sessionId",
    DROP COLUMN "userId",
    DROP COLUMN "userAgent",
    DROP COLUMN referrer,
    DROP COLUMN "durationMs",
    DROP COLUMN score""")

    _run("ALTER TABLE analytics_events ALTER COLUMN page TYPE TEXT")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
