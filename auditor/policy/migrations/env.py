"""Run by Alembic: migrates the connection that was handed over, inside its transaction."""

from alembic import context

from auditor.policy.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
