"""The scene: what the picture shows, as data; and the edits that change it, as operations.

Words are canonical English (``cat``, ``ink wash painting``), whatever language they were said in. A picture model with
a closed vocabulary (``core.domain``) knows a subset of fields and words; the others know them all.
"""

from dataclasses import dataclass

from danqing.core.errors import EditInvalid

SUBJECT_FIELDS = ("kind", "count", "colour", "material", "attributes", "action", "size", "position", "relation")
SETTING_FIELDS = (
    "background", "style", "place", "time", "weather", "medium", "artist", "palette", "lighting", "composition", "mood",
    "text", "exclusions", "weights", "canvas", "number", "seed", "base",
)  # fmt: skip
LISTS = ("attributes", "exclusions")
"""Fields that hold several phrases."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a subject stands: ``kind`` such as ``left of``; ``to`` holds one id, two for ``between``."""

    kind: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing in the picture, or several alike (``count``). None means that the user left it open.

    ``kind``: a noun phrase. ``label``: the user's own words for it, shown back. ``action``: what it does.
    """

    id: str
    kind: str
    count: int = 1
    colour: str | None = None
    size: str | None = None
    position: str | None = None
    relation: Relation | None = None
    label: str | None = None
    material: str | None = None
    attributes: tuple[str, ...] = ()
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the picture is asked to show. Immutable; edits make the next one.

    ``text``: words to be written in the picture. ``weights``: phrases with how strongly they count (1 is usual).
    ``canvas``: a ratio such as ``16:9`` or pixels such as ``1024x768``. ``number`` of pictures. ``base``: id of the
    picture that this one is made from.
    """

    subjects: tuple[Subject, ...] = ()
    background: str | None = None
    style: str | None = None
    place: str | None = None
    time: str | None = None
    weather: str | None = None
    medium: str | None = None
    artist: str | None = None
    palette: str | None = None
    lighting: str | None = None
    composition: str | None = None
    mood: str | None = None
    text: str | None = None
    exclusions: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    canvas: str | None = None
    number: int | None = None
    seed: int | None = None
    base: str | None = None

    def subject(self, subject_id: str) -> Subject:
        """The subject with that id; EditInvalid where there is none."""
        for subject in self.subjects:
            if subject.id == subject_id:
                return subject
        raise EditInvalid(edit=f"id {subject_id}")

    @property
    def next_id(self) -> str:
        """The id that the next added subject gets: one above the highest in use."""
        return f"s{max((int(s.id[1:]) for s in self.subjects), default=0) + 1}"


Value = str | int | Relation | tuple[str, ...] | tuple[tuple[str, float], ...] | None
"""What a field holds; None and the empty tuple leave it open."""


@dataclass(frozen=True, slots=True)
class Add:
    """Add a subject. Its id is checked against, and renamed to, the scene's next free one."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class Set:
    """Set one field of a subject, or of the setting when ``id`` is ``scene``. None clears the field.

    A ``position`` clears the relation and a ``relation`` clears the position: a thing stands in one place.
    """

    id: str
    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a subject out; relations that point to it are dropped."""

    id: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Exchange what a subject is, keeping its place, colour, count and size. ``label``: the user's words for it."""

    id: str
    kind: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Clear:
    """Start a new picture: no subjects, no setting."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Back to the scene before the present one."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Forward again after an undo."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """To the scene of the ``number``-th picture of this conversation, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Omit:
    """Something the user asked for that the picture model cannot draw; ``text`` quotes the user."""

    text: str


SceneEdit = Add | Set | Remove | Replace | Clear | Undo | Redo | GoTo | Omit
