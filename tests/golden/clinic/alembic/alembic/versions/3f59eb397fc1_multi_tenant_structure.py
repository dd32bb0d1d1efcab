"""multi tenant structure

Source: 20250716200939_multi_tenant_structure.sql
Reversibility: lossless

Revision ID: 3f59eb397fc1
Revises: fc90fbbecd3f

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "3f59eb397fc1"
down_revision: Union[str, Sequence[str], None] = "fc90fbbecd3f"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""/*
  Warnings:

  - The column `clinicId` is added to `users`, `patients` and `offers` as a required column.
    Existing rows are put into a clinic with the id `default-clinic`; give them their own afterwards.
  - The unique constraint on `referral_sources`.`name` stays global in this step.
*/

-- CreateEnum
CREATE TYPE "Plan" AS ENUM ('FREE', 'PRO', 'ENTERPRISE')""")

    _run("""-- CreateTable
CREATE TABLE "clinics" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "subdomain" TEXT NOT NULL,
    "plan" "Plan" NOT NULL DEFAULT 'FREE',
    "timezone" TEXT NOT NULL DEFAULT 'Europe/Istanbul',
    "maxUsers" INTEGER NOT NULL DEFAULT 5,
    "maxPatients" INTEGER NOT NULL DEFAULT 100,
    "features" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "trialEndsAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clinics_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "clinics_subdomain_check" CHECK ("subdomain" ~ '^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$')
)""")

    _run("""-- CreateIndex
CREATE UNIQUE INDEX "clinics_subdomain_key" ON "clinics"("subdomain")""")

    _run("""-- What exists already belongs to this clinic
INSERT INTO "clinics" ("id", "name", "subdomain", "plan", "maxUsers", "maxPatients")
VALUES ('default-clinic', 'Default Clinic', 'default', 'ENTERPRISE', 1000, 100000)""")

    _run("""-- AlterTable: with a default, so that the rows that exist get a value
ALTER TABLE "users" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic'""")

    _run("""ALTER TABLE "patients" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic'""")
    _run("""ALTER TABLE "offers" ADD COLUMN "clinicId" TEXT NOT NULL DEFAULT 'default-clinic'""")

    _run("""-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "patients" ADD CONSTRAINT "patients_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE""")

    _run("""-- AddForeignKey
ALTER TABLE "offers" ADD CONSTRAINT "offers_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES "clinics"("id") ON DELETE RESTRICT ON UPDATE CASCADE""")

    _run("""-- From now on the application has to say which clinic
ALTER TABLE "users" ALTER COLUMN "clinicId" DROP DEFAULT""")

    _run('ALTER TABLE "patients" ALTER COLUMN "clinicId" DROP DEFAULT')
    _run('ALTER TABLE "offers" ALTER COLUMN "clinicId" DROP DEFAULT')

    _run('''-- DropIndex: the same address may work at two clinics
DROP INDEX "users_email_key"''')

    _run("""-- CreateIndex
CREATE UNIQUE INDEX "users_clinicId_email_key" ON "users"("clinicId", "email")""")

    _run("""-- CreateIndex
CREATE INDEX "patients_clinicId_idx" ON "patients"("clinicId")""")

    _run("""-- CreateIndex
CREATE INDEX "offers_clinicId_idx" ON "offers"("clinicId")""")


def downgrade() -> None:
    """Downgrade schema."""
    _run('ALTER TABLE users DROP COLUMN "clinicId"')
    _run('ALTER TABLE patients DROP COLUMN "clinicId"')
    _run('ALTER TABLE offers DROP COLUMN "clinicId"')
    _run("DROP TABLE clinics")
    _run('CREATE UNIQUE INDEX users_email_key ON "users"("email")')
    _run('DROP TYPE "Plan"')


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
