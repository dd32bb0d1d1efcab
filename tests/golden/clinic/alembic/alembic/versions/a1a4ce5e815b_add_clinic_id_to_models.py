"""add clinic id to models

Source: 20250720190711_add_clinic_id_to_models.sql
Reversibility: lossless

Revision ID: a1a4ce5e815b
Revises: dd4e2f35ab2e

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "a1a4ce5e815b"
down_revision: Union[str, Sequence[str], None] = "dd4e2f35ab2e"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""/*
  Warnings:

  - `notes`, `reminders` take their clinic from the patient they belong to.
  - `referral_sources` and `settings` are handed to `default-clinic`.
  - The primary key of `settings` changes from (`key`) to (`clinicId`, `key`).
*/

-- notes and reminders: nullable first, filled from the patient, then required
ALTER TABLE "notes" ADD COLUMN "clinicId" TEXT""")

    _run('ALTER TABLE "reminders" ADD COLUMN "clinicId" TEXT')

    _run("""UPDATE "notes" n
   SET "clinicId" = p."clinicId"
  FROM "patients" p
 WHERE p."id" = n."patientId"
   AND n."clinicId" IS NULL""")

    _run("""UPDATE "reminders" r
   SET "clinicId" = p."clinicId"
  FROM "patients" p
 WHERE p."id" = r."patientId"
   AND r."clinicId" IS NULL""")

    _run('ALTER TABLE "notes" ALTER COLUMN "clinicId" SET NOT NULL')
    _run('ALTER TABLE "reminders" ALTER COLUMN "clinicId" SET NOT NULL')

    _run("""-- referral_sources and settings: by default value
ALTER TABLE "referral_sources" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic'""")

    _run("""ALTER TABLE "settings" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic'""")

    _run("""-- AlterTable
ALTER TABLE "settings" DROP CONSTRAINT "settings_pkey",
ADD CONSTRAINT "settings_pkey" PRIMARY KEY ("clinicId", "key")""")

    _run('''-- DropIndex
DROP INDEX "referral_sources_name_key"''')

    _run("""-- CreateIndex
CREATE UNIQUE INDEX "referral_sources_clinicId_name_key" ON "referral_sources"("clinicId", "name")""")

    _run("""-- CreateIndex
CREATE INDEX "notes_clinicId_idx" ON "notes"("clinicId")""")

    _run('''-- CreateIndex
CREATE INDEX "reminders_clinicId_dueDate_idx" ON "reminders"("clinicId", "dueDate") WHERE NOT "isDone"''')

    _run("""-- AddForeignKey
ALTER TABLE "notes" ADD CONSTRAINT "notes_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "referral_sources" ADD CONSTRAINT "referral_sources_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "settings" ADD CONSTRAINT "settings_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE CASCADE ON UPDATE CASCADE""")

    _run("""-- Defaults have done their work
ALTER TABLE "referral_sources" ALTER COLUMN "clinicId" DROP DEFAULT""")

    _run('ALTER TABLE "settings" ALTER COLUMN "clinicId" DROP DEFAULT')


def downgrade() -> None:
    """Downgrade schema."""
    _run("ALTER TABLE settings DROP CONSTRAINT settings_pkey")
    _run('ALTER TABLE referral_sources DROP COLUMN "clinicId"')
    _run('ALTER TABLE notes DROP COLUMN "clinicId"')
    _run('ALTER TABLE reminders DROP COLUMN "clinicId"')
    _run('ALTER TABLE settings DROP COLUMN "clinicId"')
    _run('ALTER TABLE settings ADD CONSTRAINT settings_pkey PRIMARY KEY ("key")')
    _run('CREATE UNIQUE INDEX referral_sources_name_key ON "referral_sources"("name")')


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
