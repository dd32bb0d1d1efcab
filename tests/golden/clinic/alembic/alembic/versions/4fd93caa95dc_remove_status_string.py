"""remove status string

Source: 20250720203715_remove_status_string.sql
Reversibility: data-loss

Revision ID: 4fd93caa95dc
Revises: a1a4ce5e815b

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "4fd93caa95dc"
down_revision: Union[str, Sequence[str], None] = "a1a4ce5e815b"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""/*
  Warnings:

  - `patients`.`status` changes from free text to an enum: the old column is dropped, its values are copied.
    Spellings that nobody foresaw become NEW.
  - `offers`.`status` is cast in place. The statement fails if there is a value that the CASE does not name.
*/

-- CreateEnum
CREATE TYPE "LeadStatus" AS ENUM ('NEW', 'CONTACTED', 'OFFERED', 'BOOKED', 'TREATED', 'LOST')""")

    _run("""-- CreateEnum
CREATE TYPE "OfferStatus" AS ENUM ('DRAFT', 'SENT', 'ACCEPTED', 'REJECTED', 'EXPIRED')""")

    _run('''-- patients: copy into a new column, drop the old one, take over its name ------
DROP INDEX "patients_status_idx"''')

    _run("""ALTER TABLE "patients" ADD COLUMN "statusNew" "LeadStatus" NOT NULL DEFAULT 'NEW'""")

    _run('''UPDATE "patients"
   SET "statusNew" = (
       CASE lower(trim("status"))
           WHEN 'new'        THEN 'NEW'
           WHEN 'yeni'       THEN 'NEW'
           WHEN 'contacted'  THEN 'CONTACTED'
           WHEN 'arandı'     THEN 'CONTACTED'
           WHEN 'offer sent' THEN 'OFFERED'
           WHEN 'booked'     THEN 'BOOKED'
           WHEN 'treated'    THEN 'TREATED'
           WHEN 'lost'       THEN 'LOST'
           WHEN 'kayıp'      THEN 'LOST'
           ELSE 'NEW'
       END
   )::"LeadStatus"''')

    _run('ALTER TABLE "patients" DROP COLUMN "status"')
    _run('ALTER TABLE "patients" RENAME COLUMN "statusNew" TO "status"')

    _run("""-- CreateIndex
CREATE INDEX "patients_clinicId_status_idx" ON "patients"("clinicId", "status")""")

    _run("""-- offers: cast in place --------------------------------------------------------
ALTER TABLE "offers" ALTER COLUMN "status" DROP DEFAULT""")

    _run('''ALTER TABLE "offers" ALTER COLUMN "status" TYPE "OfferStatus" USING (
    CASE "status"
        WHEN 'draft'    THEN 'DRAFT'
        WHEN 'sent'     THEN 'SENT'
        WHEN 'accepted' THEN 'ACCEPTED'
        WHEN 'declined' THEN 'REJECTED'
        WHEN 'rejected' THEN 'REJECTED'
        WHEN 'expired'  THEN 'EXPIRED'
        ELSE "status"
    END
)::"OfferStatus"''')

    _run("""ALTER TABLE "offers" ALTER COLUMN "status" SET DEFAULT 'DRAFT'""")
    _run("""COMMENT ON COLUMN "patients"."status" IS 'Where the patient stands: NEW -> CONTACTED -> OFFERED -> BOOKED -> TREATED, or LOST'""")


def downgrade() -> None:
    """Downgrade schema."""
    # The values of patients.status, which the upgrade drops, are not restored.

    _run("ALTER TABLE offers ALTER COLUMN status DROP DEFAULT")
    _run("ALTER TABLE patients DROP COLUMN status")
    _run("ALTER TABLE offers ALTER COLUMN status TYPE TEXT")
    _run("ALTER TABLE patients ADD COLUMN status TEXT DEFAULT 'new' NOT NULL")
    _run("ALTER TABLE offers ALTER COLUMN status SET DEFAULT 'draft'")
    _run('CREATE INDEX patients_status_idx ON "patients"("status")')
    _run('DROP TYPE "OfferStatus"')
    _run('DROP TYPE "LeadStatus"')


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
