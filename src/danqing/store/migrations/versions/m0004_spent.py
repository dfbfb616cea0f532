"""What the drawing of a picture took: seconds and energy."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pictures", sa.Column("seconds", sa.Float))
    op.add_column("pictures", sa.Column("energy_wh", sa.Float))
    op.add_column("pictures", sa.Column("energy_of", sa.String(16)))
