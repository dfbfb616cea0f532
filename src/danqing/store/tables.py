"""The tables. A change here needs a numbered migration; a test compares the two."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

OPEN = ("submitted", "accepted")
"""States of a turn that is not over."""

# Times are seconds since 1970, UTC. Columns of type Text that hold structures hold the JSON of store.forms.

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("created_at", Float, nullable=False),
    Column("history", Text, nullable=False),
    Column("title", Text),  # given by the user; else the first words stand for it
)

turns = Table(
    "turns",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("conversation_id", String(40), ForeignKey("conversations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("text", Text, nullable=False),
    Column("given", Text, nullable=False),  # options, and the edits or the prompt where the caller gave them
    Column("state", String(16), nullable=False),
    Column("draft", Text),  # what the language half made of it
    Column("cancel", Boolean, nullable=False),
    UniqueConstraint("conversation_id", "number", name="turns_in_order"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("turn_id", String(40), ForeignKey("turns.id"), nullable=False),
    Column("lane", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # queued, running, done
    Column("fence", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Float),
    Column("worker", String(80)),
    UniqueConstraint("turn_id", "lane", name="one_job_a_lane"),
    Index("jobs_to_claim", "lane", "state", "seq"),
)

events = Table(
    "events",
    metadata,
    Column("turn_id", String(40), ForeignKey("turns.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("created_at", Float, nullable=False),
    Column("event", Text, nullable=False),
)

pictures = Table(
    "pictures",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("turn_id", String(40), ForeignKey("turns.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("seed", String(24), nullable=False),  # above what a 64-bit column takes signed
    Column("policy", String(40), nullable=False),
    Column("seconds", Float),  # what the drawing took; null for pictures of earlier versions
    Column("energy_wh", Float),  # null where the machine does not tell
    Column("energy_of", String(16)),  # whose counters told, with spaces between
    UniqueConstraint("turn_id", "position", name="one_picture_a_place"),
    Index("pictures_by_age", "created_at", "id"),
)

words = Table(
    "words",
    metadata,
    Column("word", String(80), primary_key=True),
    Column("picture_id", String(40), ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    Index("words_of_picture", "picture_id"),
)
"""Under which words a picture is found (store.indexing)."""

ratings = Table(
    "ratings",
    metadata,
    Column("picture_id", String(40), ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    Column("rating", String(8), nullable=False),
    Column("reason", Text, nullable=False),
    Column("rated_at", Float, nullable=False),
)

tags = Table(
    "tags",
    metadata,
    Column("tag", String(80), primary_key=True),
    Column("picture_id", String(40), ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    Index("tags_of_picture", "picture_id"),
)

deleted = Table("deleted", metadata, Column("picture_id", String(40), primary_key=True))
"""Pictures whose rows are gone and whose files may still be there, for the moment between the two."""
