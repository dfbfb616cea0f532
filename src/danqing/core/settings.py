"""What a person may configure: ``DANQING_*`` variables, then ``danqing.toml`` in the data folder, then defaults."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from danqing.core.cost import PriceText
from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.core.memory import Attention, Compile, MemoryMode, WantedPrecision
from danqing.core.types import Embedding, Quantisation

FILE = "danqing.toml"


def _listed(value: object) -> object:
    """A variable holds one string."""
    return tuple(name for part in value.split(",") if (name := part.strip())) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Cache(BaseModel):
    """The table ``[cache]``: which models stay in memory."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hot: Names = Field(default=(), description="Ids of models that never leave the graphics card.")
    host_gb: float | None = Field(
        default=None,
        ge=0,
        description="GiB of pinned main memory for what leaves the card; without it half of what is free.",
    )
    idle_unload_s: float = Field(
        default=0.0, ge=0, description="Seconds after which a model that nobody uses is let go; 0: never."
    )


class Configuration(BaseModel):
    """Every setting of Danqing, with its default. None: decided by the machine or the model at hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(description="Data folder: pictures, database, settings file.")
    database_url: str | None = Field(None, description="SQLAlchemy address; without it SQLite in the data folder.")
    painter: str = Field(
        "starter", description="Id of the picture model; `auto`: the router chooses one for each request."
    )
    writer: str = Field("starter", description="Id of the language model.")
    quantisation: Quantisation = Field(
        "auto",
        description="How a language model's weights are held: auto (in 16 bits where a card has room, else in 8 or 4), "
        "none, nf4, int8, torchao-int8 or torchao-int4.",
    )
    max_new_tokens: int = Field(
        150, ge=1, description="Tokens of a language model's answer; up to 4 times as many where its form needs them."
    )
    temperature: float = Field(
        0.7, ge=0, le=2, description="Temperature of a second try; the first, and every edit of the starter, is at 0."
    )
    history_turns: int = Field(
        3, ge=3, description="Earlier turns that a language model is shown word for word, at least 3."
    )
    language: Language | None = Field(None, description="Language of replies; without it the request's.")
    steps: int | None = Field(None, ge=1, description="Denoising steps; without it the model's own.")
    guidance: float | None = Field(None, ge=0, description="Guidance scale; without it the model's own.")
    embedding: Embedding = Field("full", description="What a picture file tells about its making.")
    host: str = Field("127.0.0.1", description="Address that `danqing serve` listens on.")
    port: int = Field(8420, ge=0, le=65535, description="Port that `danqing serve` listens on.")
    lan: bool = Field(
        False,
        description="Let other machines of the network use `danqing serve`; all of them: there are no accounts yet.",
    )
    max_text: int = Field(4000, ge=1, description="Longest request, in characters.")
    cpu: bool = Field(False, description="Draw on the processor even where there is a graphics card.")
    memory_mode: MemoryMode = Field(
        "auto",
        description="How sparing to be with a graphics card: auto, highvram, medvram, lowvram, or cpu, see memory.md.",
    )
    precision: WantedPrecision = Field(
        "auto",
        description="How a picture model's weights are held: auto (in 16 bits where a card has room, else in 8 or 4), "
        "fp32, bf16, fp16, fp8, int8 or nf4.",
    )
    attention: Attention = Field(
        "auto",
        description="How attention is computed: auto (by trial on an NVIDIA card), sdpa, xformers or sliced.",
    )
    compile: Compile = Field(
        "auto",
        description="Build faster versions of networks in the background on an NVIDIA card, see performance.md: auto "
        "or off.",
    )
    vram_gb: float | None = Field(
        None, gt=0, description="GiB of a graphics card that may be used at most; without it all that is free."
    )
    cache: Cache = Field(Cache(), description="Which models stay in memory.")
    parallel: int | None = Field(
        None, ge=1, le=16, description="Pictures drawn at the same time; without it 4 on a graphics card, else 1."
    )
    threads: int | None = Field(None, ge=1, description="Processor threads for the models; without it all cores.")
    preload: bool = Field(True, description="Open the models when `danqing chat` or `serve` starts, in the background.")
    allowed_hosts: Names = Field(
        (),
        description="Hosts beside this machine whose language model servers may be sent what you write; "
        "in the variable with commas between.",
    )
    server_connect_s: float = Field(5.0, gt=0, description="Seconds to reach a language model server.")
    server_silence_s: float = Field(
        120.0, gt=0, description="Seconds that a language model server may keep silent; it may be reading its weights."
    )
    server_context: int = Field(
        8192, ge=1024, description="Tokens of context of a language model server that does not tell."
    )
    electricity_price: PriceText | None = Field(
        None, description="Price of a kWh, such as `0.56 CNY`; with it a picture's energy has a price."
    )
    cloud_price: PriceText = Field(
        "0.03 USD", description="What a picture would cost you in a cloud, to compare with; `0 USD`: no comparison."
    )
    models_reminder_days: int = Field(
        90, ge=0, description="Days after which you are reminded to ask for newer versions of pulled models; 0: never."
    )
    lease_s: float = Field(30.0, gt=0, description="Seconds until a job of a dead process is taken up again.")

    @model_validator(mode="before")
    @classmethod
    def _one_way_to_the_processor(cls, values: dict[str, Any]) -> dict[str, Any]:
        return values | {"cpu": True} if values.get("memory_mode") == "cpu" else values


def default_home() -> Path:
    """``DANQING_HOME``, else the folder that the platform keeps for a program's data."""
    from platformdirs import user_data_path

    named = os.environ.get("DANQING_HOME")
    return Path(named).expanduser() if named else user_data_path("danqing", appauthor=False)


def load(home: Path | None = None, **overrides: Any) -> Configuration:
    """The settings in force; ``overrides`` (None ones are ignored) come before variables and file.

    Raises BadInput that names the setting that is wrong.
    """
    from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

    place = (home or default_home()).expanduser().absolute()

    class Loaded(Configuration, BaseSettings):
        model_config = SettingsConfigDict(
            env_prefix="DANQING_",
            env_nested_delimiter="__",
            extra="forbid",
            env_ignore_empty=True,
            enable_decoding=False,
        )

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, place / FILE)

    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        found = Loaded(home=place, **given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        detail = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise BadInput("settings_file", path=place / FILE, detail=detail) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadInput("settings_file", path=place / FILE, detail=error) from error
    return Configuration(**found.model_dump())
