"""What a scene leaves open, filled in: background, colours, sizes; with contrast, and the same for the same seed."""

import hashlib
import random
from collections.abc import Mapping

from danqing.core.domain import Domain
from danqing.core.scene import Scene, Subject

HOME = {
    "fish": "sea",
    "boat": "sea",
    "star": "night",
    "moon": "night",
    "rocket": "night",
    "sun": "day sky",
    "cloud": "day sky",
    "bird": "day sky",
    "balloon": "day sky",
    "cup": "room",
}
USUAL_COLOUR = {
    "sun": "yellow",
    "moon": "yellow",
    "star": "yellow",
    "cloud": "white",
    "tree": "green",
    "apple": "red",
    "heart": "red",
    "mountain": "grey",
}
# Colours that a background swallows; an open colour avoids them and an open background avoids such subjects.
_SWALLOWED = {
    "day sky": {"blue"},
    "night": {"black", "blue", "purple"},
    "sunset": {"orange", "purple"},
    "sea": {"blue"},
    "grass": {"green"},
    "snow": {"white"},
    "desert": {"orange", "yellow"},
    "room": {"brown"},
}
NEON_DIM = frozenset({"black", "brown", "grey"})


def swallowed(background: str) -> frozenset[str]:
    """The colours that hardly show on ``background``; on a plain one its own."""
    return frozenset(_SWALLOWED.get(background, {background.removeprefix("plain ")}))


def dice(seed: int, *parts: object) -> random.Random:
    """A generator of its own for each question: what it decides never shifts another's choice."""
    digest = hashlib.blake2b("|".join(map(str, (seed, *parts))).encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(digest, "big"))


def open_size(scene: Scene, subject: Subject) -> str:
    """The size word of a subject that has none: one object alone is large, a crowd small."""
    objects = sum(s.count for s in scene.subjects)
    if objects == 1:
        return "large"
    return "medium" if objects <= 5 and subject.count <= 3 else "small"


def open_background(scene: Scene, domain: Domain, style: str, seed: int) -> str:
    """A background that suits the first things and swallows none of the colours."""
    rng = dice(seed, "background", scene.subjects[0].kind)
    colours = {s.colour for s in scene.subjects if s.colour}
    kinds = {s.kind for s in scene.subjects}
    if style == "neon":
        return "night"
    if kinds <= {"circle", "square", "triangle", "heart", "apple", "umbrella", "star"} and kinds != {"star"}:
        choices = [f"plain {c}" for c in ("white", "yellow", "pink", "blue", "green") if c not in colours]
        return rng.choice(choices)
    homes = [HOME[s.kind] for s in scene.subjects if s.kind in HOME] if not kinds & {"house", "tree", "flower"} else []
    for home in [*homes, "grass", "day sky", "snow", "plain white", "plain yellow"]:
        if home in domain.names("backgrounds") and not swallowed(home) & colours:
            return home
    return rng.choice(["plain white", "plain pink"])


def colours(
    scene: Scene, domain: Domain, background: str, style: str, seed: int, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Every subject's colour by its id: its own, its usual one, or a free one that the background does not swallow.

    ``known``: colours that were drawn before where the scene leaves them open.
    """
    avoided = swallowed(background) | (NEON_DIM if style == "neon" else frozenset())
    taken = {s.colour for s in scene.subjects}
    out = {}
    for subject in scene.subjects:
        usual = USUAL_COLOUR.get(subject.kind)
        free = [c for c in domain.names("colours") if c not in avoided and c not in taken and c not in NEON_DIM]
        chosen = usual if usual and usual not in avoided else dice(seed, subject.id, "colour").choice(free or ["red"])
        out[subject.id] = subject.colour or (known or {}).get(subject.id) or chosen
        taken.add(out[subject.id])
    return out
