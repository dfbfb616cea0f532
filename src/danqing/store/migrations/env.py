"""Alembic's entry: runs the migrations over the connection that ``store.database`` hands in."""

from alembic import context

from danqing.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
