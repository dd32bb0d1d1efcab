"""platform admin

Source: seeds/003_platform_admin.sql
Reversibility: data-loss

Revision ID: d19a2dfc12c6
Revises: e19e0076cc2c

"""
from typing import Sequence, Union

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "d19a2dfc12c6"
down_revision: Union[str, Sequence[str], None] = "e19e0076cc2c"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    _run("""-- The platform's own tenant, its administrator and the built-in roles.
-- Needs seeds/001 (language) and seeds/002 (currency, plan).

INSERT INTO core.tenants (id, name, slug, default_language, default_currency) VALUES
    (1, 'Platform', 'platform', 'en', 'EUR')
ON CONFLICT DO NOTHING""")

    _run("""-- No password: the first sign-in goes through the reset mail
INSERT INTO core.users (id, tenant_id, email, first_name, last_name) VALUES
    (1, 1, 'admin@platform.example', 'Platform', 'Admin')
ON CONFLICT DO NOTHING""")

    _run("UPDATE core.tenants SET owner_id = 1 WHERE id = 1 AND owner_id IS NULL")

    _run("""INSERT INTO core.roles (id, tenant_id, name, is_system) VALUES
    (1, NULL, 'administrator', true),
    (2, NULL, 'viewer',        true)
ON CONFLICT DO NOTHING""")

    _run("""INSERT INTO core.role_permissions (role_id, permission_id) VALUES
    (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6),
    (2, 1), (2, 3)
ON CONFLICT DO NOTHING""")

    _run("""INSERT INTO core.user_roles (user_id, role_id) VALUES (1, 1)
ON CONFLICT DO NOTHING""")

    _run("""INSERT INTO billing.subscriptions (id, tenant_id, plan_id, status, period) VALUES
    (1, 1, 3, 'active', '[2025-01-01,)')
ON CONFLICT DO NOTHING""")

    _run("SELECT setval(pg_get_serial_sequence('core.tenants', 'id'), 1000)")
    _run("SELECT setval(pg_get_serial_sequence('core.roles', 'id'), 100)")


def downgrade() -> None:
    """Downgrade schema."""
    # Values that the upgrade overwrites in core.tenants (owner_id) are not restored.
    # Rows of billing.subscriptions, core.user_roles, core.role_permissions, core.roles, core.users and
    # core.tenants that had one of the inserted keys before the upgrade are deleted as well.
    # Sequences core.roles_id_seq and core.tenants_id_seq are set behind their greatest values in use, not
    # to where they stood.

    _run("""DELETE FROM billing.subscriptions WHERE id = 1
    AND NOT EXISTS (SELECT FROM billing.invoices AS referring WHERE referring.subscription_id = billing.subscriptions.id)""")

    _run("DELETE FROM core.user_roles WHERE (user_id, role_id) = (1, 1)")

    _run("""DELETE FROM core.role_permissions WHERE (role_id, permission_id) IN (
    (1, 1),
    (1, 2),
    (1, 3),
    (1, 4),
    (1, 5),
    (1, 6),
    (2, 1),
    (2, 3)
)""")

    _run("DELETE FROM core.roles WHERE id IN (1, 2)")

    _run("""DELETE FROM core.users WHERE id = 1
    AND NOT EXISTS (SELECT FROM core.projects AS referring WHERE referring.user_id = core.users.id)
    AND NOT EXISTS (SELECT FROM core.organizations AS referring WHERE referring.owner_id = core.users.id)""")

    _run("""DELETE FROM core.tenants WHERE id = 1
    AND NOT EXISTS (SELECT FROM billing.subscriptions AS referring WHERE referring.tenant_id = core.tenants.id)
    AND NOT EXISTS (SELECT FROM billing.usage_records AS referring WHERE referring.tenant_id = core.tenants.id)""")

    _run("SELECT setval('core.roles_id_seq', COALESCE(max(id), 1), max(id) IS NOT NULL) FROM core.roles")
    _run("SELECT setval('core.tenants_id_seq', COALESCE(max(id), 1), max(id) IS NOT NULL) FROM core.tenants")


def _run(sql: str) -> None:
    """Run one statement as it is written: no character of it is a parameter."""
    context = op.get_context()
    if context.as_sql:
        context.impl.static_output(sql + "\n;")
    else:
        op.get_bind().exec_driver_sql(sql, execution_options={"no_parameters": True})
