"""add clinicid to patientoffer

Source: 20250720211648_add_clinicid_to_patientoffer.sql
Reversibility: lossless

Revision ID: a4d735598df5
Revises: 4fd93caa95dc

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "a4d735598df5"
down_revision: Union[str, Sequence[str], None] = "4fd93caa95dc"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run('''/*
  Warnings:

  - Added the required column `clinicId` to `patient_offers` without a default value.
    The table is rebuilt; the clinic is taken from the offer.
*/

-- The view reads the table that is about to be replaced
DROP VIEW "offer_totals"''')

    _run("""-- RedefineTable
CREATE TABLE "new_patient_offers" (
    "id" TEXT NOT NULL,
    "patientId" TEXT NOT NULL,
    "offerId" TEXT NOT NULL,
    "clinicId" TEXT NOT NULL,
    "assigned" BOOLEAN NOT NULL DEFAULT false,
    "visible" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "new_patient_offers_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "patient_offers_patientId_fkey" FOREIGN KEY ("patientId") REFERENCES "patients"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "patient_offers_offerId_fkey" FOREIGN KEY ("offerId") REFERENCES "offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "patient_offers_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE
)""")

    _run('''INSERT INTO "new_patient_offers" ("id", "patientId", "offerId", "clinicId", "assigned", "visible", "createdAt", "updatedAt")
SELECT po."id", po."patientId", po."offerId", o."clinicId", po."assigned", po."visible", po."createdAt", po."updatedAt"
FROM "patient_offers" po
JOIN "offers" o ON o."id" = po."offerId"''')

    _run('DROP TABLE "patient_offers"')
    _run('ALTER TABLE "new_patient_offers" RENAME TO "patient_offers"')
    _run('ALTER INDEX "new_patient_offers_pkey" RENAME TO "patient_offers_pkey"')

    _run("""-- CreateIndex
CREATE UNIQUE INDEX "patient_offers_patientId_offerId_key" ON "patient_offers"("patientId", "offerId")""")

    _run("""-- CreateIndex
CREATE INDEX "patient_offers_offerId_idx" ON "patient_offers"("offerId")""")

    _run("""-- CreateIndex
CREATE INDEX "patient_offers_clinicId_idx" ON "patient_offers"("clinicId")""")

    _run('''-- The view again, now by clinic
CREATE VIEW "offer_totals" AS
SELECT o."id" AS "offerId",
       o."clinicId",
       o."title",
       o."currency",
       o."status",
       COALESCE(SUM(i."quantity" * i."unitPrice"), o."price") AS "total",
       COUNT(DISTINCT po."patientId") AS "patientCount"
FROM "offers" o
LEFT JOIN "offer_items" i ON i."offerId" = o."id"
LEFT JOIN "patient_offers" po ON po."offerId" = o."id" AND po."visible"
GROUP BY o."id"''')


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP VIEW offer_totals")
    _run('ALTER TABLE patient_offers DROP COLUMN "clinicId"')

    _run('''CREATE VIEW offer_totals AS
SELECT o."id" AS "offerId",
       o."title",
       o."currency",
       COALESCE(SUM(i."quantity" * i."unitPrice"), o."price") AS "total",
       COUNT(DISTINCT po."patientId") AS "patientCount"
FROM "offers" o
LEFT JOIN "offer_items" i ON i."offerId" = o."id"
LEFT JOIN "patient_offers" po ON po."offerId" = o."id" AND po."visible"
GROUP BY o."id"''')


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
