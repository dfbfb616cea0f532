"""What a person may configure: variables ``DANQING_*`` first, then ``danqing.toml`` in the data folder, then defaults."""

import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from danqing.core.types import Embedding

FILE = "danqing.toml"


class Configuration(BaseModel):
    """Every setting of Danqing, with its default. None: decided by the machine or the model at hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(description="Data folder: pictures, database, settings file.")
    database_url: str | None = Field(None, description="SQLAlchemy address; without it SQLite in the data folder.")
    painter: str = Field("starter", description="Id of the picture model.")
    writer: str = Field("starter", description="Id of the language model.")
    language: str | None = Field(None, pattern="^(en|zh)$", description="Language of replies; without it the request's.")
    steps: int | None = Field(None, ge=1, description="Denoising steps; without it the model's own.")
    guidance: float | None = Field(None, ge=0, description="Guidance scale; without it the model's own.")
    embedding: Embedding = Field("full", description="What a picture file tells about its making.")
    host: str = Field("127.0.0.1", description="Address that `danqing serve` listens on.")
    port: int = Field(8420, ge=0, le=65535, description="Port that `danqing serve` listens on.")
    max_text: int = Field(4000, ge=1, description="Longest request, in characters.")
    cpu: bool = Field(False, description="Draw on the processor even where there is a graphics card.")
    threads: int | None = Field(None, ge=1, description="Processor threads for the models; without it all cores.")
    lease_s: float = Field(30.0, gt=0, description="Seconds until a job of a dead process is taken up again.")


def default_home() -> Path:
    """``DANQING_HOME``, else the folder that the platform keeps for a program's data."""
    from platformdirs import user_data_path

    named = os.environ.get("DANQING_HOME")
    return Path(named).expanduser() if named else user_data_path("danqing", appauthor=False)


def load(home: Path | None = None, **overrides: Any) -> Configuration:
    """The settings in force; ``overrides`` (None ones are ignored) come before variables and file."""
    raise NotImplementedError
