"""Under which licence a model is: as its card says, with what the list of well-known licences tells of its terms."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from danqing.core.domain import Language
from danqing.core.errors import ModelUnusable
from danqing.models.inspect import read_json

FILE = Path(__file__).with_name("licences.toml")
_CARD_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Licence:
    """``basis``: what tells of it: the model's card, or its well-known name. ``commercial``: whether its terms allow
    that, None where the list does not know it; ``terms``: in a sentence, (English, Chinese)."""

    name: str
    basis: Literal["card", "name", "unknown"]
    commercial: Literal["yes", "conditions", "no"] | None = None
    terms: tuple[str, str] = ("", "")
    link: str = ""

    def said(self, language: Language) -> str:
        """The terms in a sentence, empty where the list does not know the licence."""
        return self.terms[1 if language == "zh" else 0]


UNKNOWN = Licence("", "unknown")


def licence_of(place: Path, repo: str = "") -> Licence:
    """By the card's front matter, else by the name of the repository ``repo``, or of the one that its files tell of.

    Nothing is asked on the network. A card that only says ``other`` is passed over for what the name tells.
    """
    card = front_matter(place / "README.md") if place.is_dir() else {}
    told = card.get("license", "")
    names = [name for name in (card.get("license_name", ""), told) if name and name.lower() != "other"]
    for name in names:
        if found := _by_id(name):
            return _licence(found, "card", card.get("license_link", ""))
    if names:
        return Licence(names[0][:100], "card", link=card.get("license_link", "")[:300])
    for known in (repo, card.get("base_model", ""), _name_in(place), place.name):
        if found := _by_repo(known):
            return _licence(found, "name")
    return UNKNOWN


def front_matter(path: Path) -> dict[str, str]:
    """The single values at the top of a model card; an empty one where there is no card."""
    try:
        if path.stat().st_size > _CARD_LIMIT:
            return {}
        text = path.read_text("utf-8", errors="replace")
    except OSError:
        return {}
    found = re.match(r"---\s*\n(.*?)\n---", text, re.DOTALL)
    lines = found[1].splitlines() if found else []
    pairs = [re.fullmatch(r"(\w+):\s*(.+?)\s*", line) for line in lines]
    return {pair[1]: pair[2].strip("\"'") for pair in pairs if pair}


def _name_in(place: Path) -> str:
    """Which repository the files of a folder say they come from."""
    for name in ("model_index.json", "config.json"):
        try:
            told = read_json(place / name).get("_name_or_path")
        except ModelUnusable:
            continue
        if isinstance(told, str) and told:
            return told
    return ""


def _licence(entry: Mapping[str, Any], basis: Literal["card", "name"], link: str = "") -> Licence:
    return Licence(entry["name"], basis, entry["commercial"], (entry["en"], entry["zh"]), link[:300])


def _by_id(name: str) -> Mapping[str, Any] | None:
    return next((entry for entry in _list() if name.lower() in entry["ids"]), None)


def _by_repo(repo: str) -> Mapping[str, Any] | None:
    """The entry with the longest beginning of the name: ``qwen2.5-3b`` comes before ``qwen2``."""
    name = re.split(r"[/\\]", repo.lower().rstrip("/\\"))[-1]
    fitting = [(len(start), entry) for entry in _list() for start in entry.get("repos", ()) if name.startswith(start)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


@cache
def _list() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(FILE.read_text("utf-8")).values())
