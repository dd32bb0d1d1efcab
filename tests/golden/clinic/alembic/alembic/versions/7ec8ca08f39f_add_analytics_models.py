"""add analytics models

Source: 20250718210613_add_analytics_models.sql
Reversibility: lossless

Revision ID: 7ec8ca08f39f
Revises: 3f59eb397fc1

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "7ec8ca08f39f"
down_revision: Union[str, Sequence[str], None] = "3f59eb397fc1"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- CreateEnum
CREATE TYPE "LogLevel" AS ENUM ('DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL')""")

    _run("""-- CreateTable
CREATE TABLE "activity_logs" (
    "id" TEXT NOT NULL,
    "clinicId" TEXT NOT NULL,
    "userId" TEXT,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entityId" TEXT,
    "details" JSONB,
    "ipAddress" INET,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "activity_logs_pkey" PRIMARY KEY ("id")
)""")

    _run("""-- CreateTable
CREATE TABLE "system_logs" (
    "id" BIGSERIAL NOT NULL,
    "level" "LogLevel" NOT NULL DEFAULT 'INFO',
    "source" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "context" JSONB NOT NULL DEFAULT '{"service": "web", "tags": []}',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "system_logs_pkey" PRIMARY KEY ("id")
)""")

    _run("""-- CreateTable
CREATE TABLE "analytics_events" (
    "id" TEXT NOT NULL,
    "clinicId" TEXT,
    "event" TEXT NOT NULL,
    "page" TEXT,
    "properties" JSONB,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "analytics_events_pkey" PRIMARY KEY ("id")
)""")

    _run("""-- CreateIndex
CREATE INDEX "activity_logs_clinicId_createdAt_idx" ON "activity_logs"("clinicId", "createdAt" DESC)""")

    _run("""-- CreateIndex
CREATE INDEX "activity_logs_entity_entityId_idx" ON "activity_logs"("entity", "entityId")""")

    _run("""-- CreateIndex
CREATE INDEX "system_logs_level_createdAt_idx" ON "system_logs"("level", "createdAt")""")

    _run("""-- CreateIndex
CREATE INDEX "analytics_events_event_createdAt_idx" ON "analytics_events"("event", "createdAt")""")

    _run("""-- CreateIndex
CREATE INDEX "analytics_events_properties_idx" ON "analytics_events" USING GIN ("properties" jsonb_path_ops)""")

    _run("""-- AddForeignKey
ALTER TABLE "activity_logs" ADD CONSTRAINT "activity_logs_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE CASCADE ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "activity_logs" ADD CONSTRAINT "activity_logs_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "analytics_events" ADD CONSTRAINT "analytics_events_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE CASCADE ON UPDATE CASCADE""")


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP TABLE analytics_events")
    _run("DROP TABLE system_logs")
    _run("DROP TABLE activity_logs")
    _run('DROP TYPE "LogLevel"')


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
