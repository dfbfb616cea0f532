"""Models that a person added: ``models.toml`` in the data folder, one table a model, written by ``danqing models``.

Only its owner may read it: it may hold keys.
"""

import datetime
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from danqing.core.errors import BadInput, ModelUnusable
from danqing.core.technique import ControlKind
from danqing.models.editable import edited

FILE = "models.toml"
AddedRole = Literal["painter", "writer", "lora", "control"]
"""What a person may add: picture models, language models, LoRAs and ControlNets."""
_ID = re.compile(r"[\w.:@+-]{1,100}")
_KEY = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Remote:
    """A model that a server runs. ``model``: its name there; ``wire``: how it is asked, see ``language.wires``.

    ``context``: tokens, where the registry says. ``request``: further fields of each request, such as
    ``reasoning_effort``. The key stands here or in the variable ``key_env``; it is never shown.
    """

    url: str
    model: str
    wire: str = "general"
    context: int | None = None
    key: str = field(default="", repr=False)
    key_env: str = ""
    request: Mapping[str, Any] = field(default_factory=dict)

    def secret(self) -> str:
        """The key, empty where none is needed. ModelUnusable for a variable that is not set, or holds no key."""
        if not self.key_env:
            return self.key
        found = os.environ.get(self.key_env, "").strip()
        if not _KEY.fullmatch(found):
            raise ModelUnusable("remote_key_unset", url=self.url, name=self.key_env)
        return found


@dataclass(frozen=True, slots=True)
class Source:
    """Where a model was pulled from. ``revision``: what was asked for; ``commit``: what that was then.

    ``checked``: when the hub was last asked whether there is a newer one; ``before``: the commit that an update took
    the place of, whose files are kept.
    """

    repo: str
    revision: str
    commit: str
    checked: datetime.date
    before: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """One entry: a folder, a file, or a server's model. ``base``: of a LoRA or ControlNet, which models it suits;
    ``control``: what a ControlNet's maps show; ``trigger``: what a prompt has to hold for a LoRA to work."""

    id: str
    role: AddedRole
    folder: Path | None = None
    remote: Remote | None = None
    base: str | None = None
    control: ControlKind | None = None
    source: Source | None = None
    trigger: str | None = None


class Entry(BaseModel):
    """A table of the file as a person may write it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    role: AddedRole = "writer"
    folder: Path | None = None
    base: str | None = None
    control: ControlKind | None = None
    trigger: str | None = Field(None, min_length=1, max_length=100)
    repo: str = ""
    revision: str = "main"
    commit: str = ""
    checked: datetime.date | None = None
    before: str = ""
    url: str | None = None
    model: str = ""
    wire: Literal["general", "starter"] = "general"
    context: int | None = Field(None, ge=512)
    key: SecretStr = SecretStr("")
    key_env: str = ""
    request: dict[str, Any] = {}

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.folder is None) == (self.url is None):
            raise ValueError("either folder or url")
        if self.url is not None and (self.role != "writer" or not self.model):
            raise ValueError('url is for role = "writer" and needs model')
        if self.key.get_secret_value() and not _KEY.fullmatch(self.key.get_secret_value()):
            raise ValueError("key has characters that no key has")
        if self.role == "control" and self.control is None:
            raise ValueError("control says what its maps show")
        if self.repo and not (self.commit and self.checked):
            raise ValueError("repo needs commit and checked")
        return self

    def registered(self, model_id: str) -> Registered:
        """The entry under its id."""
        if self.url is None:
            folder = self.folder and self.folder.expanduser()
            adapter = self.base, self.control, self._source(), self.trigger
            return Registered(model_id, self.role, folder, None, *adapter)
        key = self.key.get_secret_value()
        remote = Remote(self.url, self.model, self.wire, self.context, key, self.key_env, self.request)
        return Registered(model_id, self.role, remote=remote)

    def _source(self) -> Source | None:
        if self.checked is None or not self.repo:
            return None
        return Source(self.repo, self.revision, self.commit, self.checked, self.before)


def registered(home: Path) -> tuple[Registered, ...]:
    """Every model of the file, in its order. BadInput names file and entry where something in it is wrong."""
    path = home / FILE
    try:
        found = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadInput("toml_file", path=path, detail=error) from error
    return tuple(_entry(path, model_id, table).registered(model_id) for model_id, table in found.items())


def add(home: Path, model_id: str, table: Mapping[str, Any]) -> None:
    """Writes an entry, over one of the same id. BadInput where it could not be read again."""
    path = home / FILE
    _entry(path, model_id, table)
    from tomlkit import nl

    with edited(path, private=True) as document:
        if document:
            document.add(nl())
        document[model_id] = dict(table)


def change(home: Path, model_id: str, values: Mapping[str, Any]) -> None:
    """Sets some values of an entry that is there; comments and the others stay. None takes one out."""
    with edited(home / FILE, private=True) as document:
        table = document[model_id]
        assert isinstance(table, dict)
        for name, value in values.items():
            if value is None:
                table.pop(name, None)
            else:
                table[name] = value


def forget(home: Path, model_id: str) -> bool:
    """Takes an entry out; False where there is none. The model's own files stay."""
    with edited(home / FILE, private=True) as document:
        return document.pop(model_id, None) is not None


def is_id(text: str) -> bool:
    """Whether a model can be called that: letters of any script, digits and ``. : @ + - _``."""
    return _ID.fullmatch(text) is not None


def _entry(path: Path, model_id: str, table: object) -> Entry:
    try:
        if not is_id(model_id):
            raise ValueError("no id: letters, digits and . : @ + - _ only")
        return Entry.model_validate(dict(table) if isinstance(table, Mapping) else table)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        detail = ": ".join((*map(str, first["loc"]), first["msg"]))
        raise BadInput("registry_entry", path=path, id=model_id, detail=detail) from error
    except ValueError as error:
        raise BadInput("registry_entry", path=path, id=model_id, detail=error) from error
