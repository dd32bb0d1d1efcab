"""default currencies

Source: seeds/002_default_currencies.sql
Reversibility: data-loss

Revision ID: e19e0076cc2c
Revises: af1edd5f902c

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "e19e0076cc2c"
down_revision: Union[str, Sequence[str], None] = "af1edd5f902c"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- Currencies that plans may be priced in, and the plans themselves.

INSERT INTO cfg.currencies (code, name, symbol, decimals) VALUES
    ('EUR', 'Euro',            '€',  2),
    ('USD', 'US dollar',       '$',  2),
    ('GBP', 'Pound sterling',  '£',  2),
    ('TRY', 'Turkish lira',    '₺',  2),
    ('JPY', 'Japanese yen',    '¥',  0)
ON CONFLICT (code) DO NOTHING""")

    _run("""-- Start values; the nightly job writes the later ones
INSERT INTO cfg.exchange_rates (from_currency, to_currency, valid_on, rate) VALUES
    ('EUR', 'USD', '2025-01-02', 1.0321),
    ('EUR', 'GBP', '2025-01-02', 0.82965),
    ('EUR', 'TRY', '2025-01-02', 36.4512),
    ('EUR', 'JPY', '2025-01-02', 162.61)
ON CONFLICT DO NOTHING""")

    _run("""INSERT INTO billing.plans (id, code, name, price, currency, limits) VALUES
    (1, 'free',     'Free',      0.00, 'EUR', '{"users": 3, "storage": "1 GB"}'),
    (2, 'team',     'Team',     29.00, 'EUR', '{"users": 25, "storage": "100 GB"}'),
    (3, 'business', 'Business', 99.00, 'EUR', '{"users": null, "storage": "1 TB"}')
ON CONFLICT DO NOTHING""")

    _run("SELECT setval(pg_get_serial_sequence('billing.plans', 'id'), 10, true)")


def downgrade() -> None:
    """Downgrade schema."""
    # Rows of billing.plans, cfg.exchange_rates and cfg.currencies that had one of the inserted keys
    # before the upgrade are deleted as well.
    # Sequence billing.plans_id_seq is set behind its greatest value in use, not to where it stood.

    _run("""DELETE FROM billing.plans WHERE id IN (1, 2, 3)
    AND NOT EXISTS (SELECT FROM billing.subscriptions AS referring WHERE referring.plan_id = billing.plans.id)
    AND NOT EXISTS (SELECT FROM cfg.feature_flags AS referring WHERE referring.min_plan = billing.plans.code)""")

    _run("""DELETE FROM cfg.exchange_rates WHERE (from_currency, to_currency, valid_on) IN (
    ('EUR', 'USD', '2025-01-02'),
    ('EUR', 'GBP', '2025-01-02'),
    ('EUR', 'TRY', '2025-01-02'),
    ('EUR', 'JPY', '2025-01-02')
)""")

    _run("""DELETE FROM cfg.currencies WHERE code IN ('EUR', 'USD', 'GBP', 'TRY', 'JPY')
    AND NOT EXISTS (SELECT FROM cfg.exchange_rates AS referring WHERE referring.from_currency = cfg.currencies.code)
    AND NOT EXISTS (SELECT FROM cfg.exchange_rates AS referring WHERE referring.to_currency = cfg.currencies.code)
    AND NOT EXISTS (SELECT FROM core.tenants AS referring WHERE referring.default_currency = cfg.currencies.code)
    AND NOT EXISTS (SELECT FROM billing.plans AS referring WHERE referring.currency = cfg.currencies.code)""")

    _run("SELECT setval('billing.plans_id_seq', COALESCE(max(id), 1), max(id) IS NOT NULL) FROM billing.plans")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
