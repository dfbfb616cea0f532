"""Well-known open models by name, with the sizes of their parts (``known.toml``): known before anything is pulled."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from danqing.models.memory.needs import Needs, PainterShape, Part, WriterShape, kind_of

FILE = Path(__file__).with_name("known.toml")


@dataclass(frozen=True, slots=True)
class Known:
    """``name``: as its authors call it; ``aliases``: what people type beside its id."""

    role: Literal["painter", "writer"]
    name: str
    aliases: tuple[str, ...]
    needs: Needs

    @property
    def parameters(self) -> int:
        """Of all its parts."""
        return sum(part.parameters for part in self.needs.parts)


@cache
def known_models() -> dict[str, Known]:
    """By id."""
    return {model_id: _known(model_id, row) for model_id, row in tomllib.loads(FILE.read_text("utf-8")).items()}


def find_known(name: str) -> Known | None:
    """By its id, by what its authors or people call it, with or without the owner of its repository."""
    wanted = _plain(name)
    for model_id, known in known_models().items():
        if wanted in {_plain(other) for other in (model_id, known.name, *known.aliases)}:
            return known
    return None


def _known(model_id: str, row: dict[str, Any]) -> Known:
    parts = tuple(Part(name, kind_of(name), **sizes) for name, sizes in row["parts"].items())
    writes = row["role"] == "writer"
    shape = WriterShape.of(row["shape"]) if writes else PainterShape(**row["shape"])
    side = 0 if writes else row["size"]
    return Known(row["role"], row["name"], tuple(row["aliases"]), Needs(model_id, parts, shape, (side, side)))


def _plain(name: str) -> str:
    plain = name.rpartition("/")[2].casefold().replace(" ", "-").replace("_", "-")
    return plain.removesuffix("-instruct")
