"""Runs the migrations: `alembic upgrade head`, or `alembic upgrade head --sql` to print them.

The database is the one that the environment variable DATABASE_URL names, or
sqlalchemy.url in alembic.ini.
"""
import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import MetaData, create_engine, pool

config = context.config

if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)

# Put the metadata of your models here for `alembic revision --autogenerate`:
# from myapp.models import Base
# target_metadata = Base.metadata
target_metadata = MetaData()


def include_object(obj, name, type_, reflected, compare_to):
    """Leave tables alone that no model describes, so that nobody is told to drop them."""
    return not (type_ == "table" and reflected and compare_to is None)


def database_url() -> str:
    url = os.environ.get("DATABASE_URL") or config.get_main_option("sqlalchemy.url")
    if not url:
        raise RuntimeError("no database: set DATABASE_URL, or sqlalchemy.url in alembic.ini")
    # SQLAlchemy does not know the short form that many hosts hand out.
    if url.startswith("postgres://"):
        url = "postgresql://" + url[len("postgres://") :]
    return url


def run_migrations_offline() -> None:
    """Print the SQL instead of running it."""
    context.configure(
        url=database_url(),
        target_metadata=target_metadata,
        include_object=include_object,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
        transaction_per_migration=True,
    )

    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    """Run the migrations on the database."""
    engine = create_engine(database_url(), poolclass=pool.NullPool)

    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            include_object=include_object,
            # each revision commits by itself: what one adds to an enum type, the next may use
            transaction_per_migration=True,
        )

        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
