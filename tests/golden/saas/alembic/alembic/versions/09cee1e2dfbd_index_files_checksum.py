"""index files checksum

Source: 012_index_files_checksum.sql
Reversibility: lossless

Revision ID: 09cee1e2dfbd
Revises: 3a83bbcf20d2

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "09cee1e2dfbd"
down_revision: Union[str, Sequence[str], None] = "3a83bbcf20d2"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    # not possible inside a transaction
    with op.get_context().autocommit_block():
        _run("""-- 012: duplicate detection looks files up by checksum.
-- Concurrently: core.files is large and must stay writable. Alone in its file, because it may not run in a transaction.

CREATE INDEX CONCURRENTLY IF NOT EXISTS files_checksum_idx ON core.files (tenant_id, checksum)""")


def downgrade() -> None:
    """Downgrade schema."""
    # not possible inside a transaction
    with op.get_context().autocommit_block():
        _run("DROP INDEX CONCURRENTLY core.files_checksum_idx")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
