"""add patient offers

Source: 20250712093011_add_patient_offers.sql
Reversibility: lossless

Revision ID: fc90fbbecd3f
Revises: ac92a0298f53

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "fc90fbbecd3f"
down_revision: Union[str, Sequence[str], None] = "ac92a0298f53"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- An offer may go to several patients; until now sales copied the offer for each.

-- CreateTable
CREATE TABLE "patient_offers" (
    "id" TEXT NOT NULL,
    "patientId" TEXT NOT NULL,
    "offerId" TEXT NOT NULL,
    "assigned" BOOLEAN NOT NULL DEFAULT false,
    "visible" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "patient_offers_pkey" PRIMARY KEY ("id")
)""")

    _run("""-- CreateTable
CREATE TABLE "offer_items" (
    "id" SERIAL NOT NULL,
    "offerId" TEXT NOT NULL,
    "treatment" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "unitPrice" DECIMAL(12,2) NOT NULL,

    CONSTRAINT "offer_items_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "offer_items_quantity_check" CHECK ("quantity" > 0)
)""")

    _run("""-- CreateIndex
CREATE UNIQUE INDEX "patient_offers_patientId_offerId_key" ON "patient_offers"("patientId", "offerId")""")

    _run("""-- CreateIndex
CREATE INDEX "patient_offers_offerId_idx" ON "patient_offers"("offerId")""")

    _run("""-- CreateIndex
CREATE INDEX "offer_items_offerId_idx" ON "offer_items"("offerId")""")

    _run("""-- AddForeignKey
ALTER TABLE "patient_offers" ADD CONSTRAINT "patient_offers_patientId_fkey" FOREIGN KEY ("patientId") REFERENCES "patients"("id") ON DELETE RESTRICT ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "patient_offers" ADD CONSTRAINT "patient_offers_offerId_fkey" FOREIGN KEY ("offerId") REFERENCES "offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "offer_items" ADD CONSTRAINT "offer_items_offerId_fkey" FOREIGN KEY ("offerId") REFERENCES "offers"("id") ON DELETE CASCADE ON UPDATE CASCADE""")

    _run('''-- What the list page reads (not part of the Prisma schema)
CREATE VIEW "offer_totals" AS
SELECT o."id" AS "offerId",
       o."title",
       o."currency",
       COALESCE(SUM(i."quantity" * i."unitPrice"), o."price") AS "total",
       COUNT(DISTINCT po."patientId") AS "patientCount"
FROM "offers" o
LEFT JOIN "offer_items" i ON i."offerId" = o."id"
LEFT JOIN "patient_offers" po ON po."offerId" = o."id" AND po."visible"
GROUP BY o."id"''')


def downgrade() -> None:
    """Downgrade schema."""
    _run("DROP VIEW offer_totals")
    _run("DROP TABLE offer_items")
    _run("DROP TABLE patient_offers")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
