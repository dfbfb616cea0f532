"""The rules of choosing a picture model: a table in TOML that the package brings, a user's own before it."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.core.routing import Candidate, Task, Wanted
from danqing.models.families import FAMILIES

FILE = "router.toml"
"""In the package, and in the data folder for a user's own rules."""
Points = Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
Words = Annotated[str, Field(min_length=1, max_length=100)]
_CLOSED = "starter"


class When(BaseModel):
    """What a request must be like. All that is given must hold; of a list any one.

    ``words``: in the request; ``styles``: ids in the library; ``lettering``: language of words in the picture;
    ``closed``: whether the starter's vocabulary holds all; ``excludes``: whether something is to be left out;
    ``pixels_from``, ``pixels_to``: of a size that is asked for; ``characters_from``: the least length.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tasks: tuple[Task, ...] = ()
    languages: tuple[Language, ...] = ()
    lettering: tuple[Language, ...] = ()
    styles: tuple[Words, ...] = ()
    words: tuple[Words, ...] = ()
    closed: bool | None = None
    excludes: bool | None = None
    pixels_from: int | None = None
    pixels_to: int | None = None
    characters_from: int | None = None

    def holds(self, wanted: Wanted) -> bool:
        return all(
            (
                _one_of(self.tasks, wanted.task),
                _one_of(self.languages, wanted.language),
                _one_of(self.lettering, wanted.lettering),
                not self.styles or any(style in self.styles for style in wanted.styles),
                not self.words or any(_said(word, wanted.text) for word in self.words),
                self.closed in (None, wanted.closed),
                self.excludes in (None, wanted.excludes),
                _between(wanted.pixels, self.pixels_from, self.pixels_to),
                _between(len(wanted.text), self.characters_from, None),
            )
        )


class Who(BaseModel):
    """Which picture models a rule speaks of. ``suits``: true for those that a named style names, false for the others.

    ``before``: the one that drew the picture that is changed; ``seconds_from``, ``seconds_to``: what this picture is
    going to take, where it was measured; the others are as in ``core.routing.Candidate``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    families: tuple[Words, ...] = ()
    models: tuple[Words, ...] = ()
    closed: bool | None = None
    resident: bool | None = None
    tight: bool | None = None
    suits: bool | None = None
    before: bool | None = None
    seconds_from: float | None = None
    seconds_to: float | None = None

    @model_validator(mode="after")
    def _families_exist(self) -> Self:
        known = (_CLOSED, *FAMILIES)
        for family in self.families:
            if family not in known:
                raise ValueError(f"families: {family} is none of: {', '.join(known)}")
        return self

    def holds(self, wanted: Wanted, model: Candidate) -> bool:
        suits = bool(wanted.suited) and model.family in wanted.suited
        unsuited = bool(wanted.suited) and model.family not in wanted.suited
        return all(
            (
                _one_of(self.families, model.family),
                _one_of(self.models, model.id),
                self.closed in (None, model.closed),
                self.resident in (None, model.resident),
                self.tight in (None, model.tight),
                self.suits is None or (suits if self.suits else unsuited),
                self.before in (None, wanted.before == model.id),
                _between(model.seconds, self.seconds_from, self.seconds_to),
            )
        )


class Rule(BaseModel):
    """Points for the models of ``who`` where a request is as ``when`` says; 0 turns a rule off.

    ``en``, ``zh``: what such a model does, to end the sentence "because it …"; empty where nothing is to be said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: Points
    en: Annotated[str, Field(max_length=200)] = ""
    zh: Annotated[str, Field(max_length=200)] = ""
    when: When = When()
    who: Who = Who()

    @model_validator(mode="after")
    def _in_both_languages(self) -> Self:
        if bool(self.en) != bool(self.zh):
            raise ValueError("en and zh come together")
        return self

    def said(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def applies(self, wanted: Wanted, model: Candidate) -> bool:
        return bool(self.points) and self.when.holds(wanted) and self.who.holds(wanted, model)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rule: dict[str, Rule] = {}


Rules = dict[str, Rule]


def rules_at(home: Path | None) -> Rules:
    """The package's rules, each replaced by the user's of the same id in ``home``, and the user's further ones.

    BadInput names the file and the entry where it cannot be used.
    """
    path = None if home is None else home / FILE
    if path is None or not path.exists():
        return _packaged()
    try:
        return {**_packaged(), **_File.model_validate(tomllib.loads(path.read_text("utf-8"))).rule}
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        detail = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise BadInput("router_file", path=path, detail=detail) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadInput("router_file", path=path, detail=error) from error


@lru_cache(maxsize=1)
def _packaged() -> Rules:
    return _File.model_validate(tomllib.loads((files("danqing.scheduling") / FILE).read_text("utf-8"))).rule


def _one_of(known: tuple[str, ...], value: str | None) -> bool:
    return not known or value in known


def _between(value: float | None, low: float | None, high: float | None) -> bool:
    """True where there are no limits; what is not known lies within none."""
    if low is None and high is None:
        return True
    return value is not None and (low is None or value >= low) and (high is None or value <= high)


def _said(word: str, text: str) -> bool:
    """Whether the text holds the word: as a whole one where it is written with Latin letters."""
    if word.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word.casefold())}(?![a-z0-9])", text.casefold()) is not None
    return word in text
