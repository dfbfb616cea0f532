"""The gallery: words that pictures are found under, ratings, tags, and what is being deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("pictures_by_age", "pictures", ["created_at", "id"])
    op.create_table("words", sa.Column("word", sa.String(80), primary_key=True), _of_picture())
    op.create_index("words_of_picture", "words", ["picture_id"])
    op.create_table(
        "ratings",
        _of_picture(),
        sa.Column("rating", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("rated_at", sa.Float, nullable=False),
    )
    op.create_table("tags", sa.Column("tag", sa.String(80), primary_key=True), _of_picture())
    op.create_index("tags_of_picture", "tags", ["picture_id"])
    op.create_table("deleted", sa.Column("picture_id", sa.String(40), primary_key=True))


def _of_picture() -> "sa.Column[str]":
    return sa.Column("picture_id", sa.String(40), sa.ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True)
