"""A turn summed up from its events: what ``draw``, ``chat`` and ``batch`` print, the same near and far."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, assert_never

from danqing.core.cost import Energy, electricity, price
from danqing.core.errors import Cancelled as CancelledError
from danqing.core.errors import DanqingError, TurnFailed
from danqing.core.events import (
    Asked,
    Cancelled,
    Event,
    Failed,
    Finished,
    ModelLoading,
    Noticed,
    PictureReady,
    PromptReady,
    Queued,
    Refused,
    SceneChanged,
    Step,
    StoredEvent,
    TextDelta,
    Understood,
)
from danqing.core.settings import Configuration

DRAWN, NOT_DRAWN, REFUSED = 0, 1, 3
INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 + SIGINT, as shells expect."""

_TIMES = ("language_s", "draw_s", "encode_s", "total_s")


@dataclass
class Outcome:
    """Grows with each event. ``error``: what a Failed or Cancelled event said."""

    reply: str = ""
    understood: Understood | None = None
    changed: SceneChanged | None = None
    scene: dict[str, Any] | None = None
    edits: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    prompt: PromptReady | None = None
    pictures: list[PictureReady] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_TIMES, 0.0))
    refused: bool = False
    question: Asked | None = None
    notices: list[str] = field(default_factory=list)
    error: DanqingError | None = None

    def take(self, event: Event) -> None:
        """Folds one event in."""
        match event:
            case TextDelta(text=text):
                self.reply += text
            case SceneChanged():
                self.changed, self.scene = event, event.scene
                self.edits, self.left_out = list(event.edits), list(event.left_out)
            case Asked():
                self.question = event
            case PromptReady():
                self.prompt = event
            case PictureReady():
                self.pictures.append(event)
            case Refused():
                self.refused, self.reply = True, event.message
            case Failed():
                self.error = TurnFailed(event.code, event.message, retryable=event.retryable, exit_code=event.exit_code)
            case Cancelled():
                self.error = CancelledError()
            case Finished():
                self.timings = {name: round(getattr(event, name), 3) for name in _TIMES}
            case Noticed():
                self.notices.append(event.message)
            case Understood():
                self.understood = event
            case Queued() | ModelLoading() | Step():
                pass
            case _:
                assert_never(event)

    @property
    def chosen(self) -> str:
        """Why this picture model draws, in a sentence; empty where the user chose it."""
        return self.prompt.chosen.reason if self.prompt is not None and self.prompt.chosen is not None else ""

    @property
    def exit_code(self) -> int:
        """0 drawn, 1 failed or nothing drawn, 2 bad use, 3 refused."""
        if self.refused:
            return REFUSED
        if self.error is not None:
            return self.error.exit_code
        return DRAWN if self.pictures else NOT_DRAWN

    def as_json(self, files: Iterable[str], prices: Configuration | None = None) -> dict[str, Any]:
        """The one object of ``draw --json``; what did not come about is null or empty. ``prices``: the settings."""
        settings = self.prompt.settings if self.prompt else None
        changed = self.changed.model_dump(mode="json") if self.changed else {}
        return {
            "reply": self.reply,
            "scene": self.scene,
            "edits": self.edits,
            "prompt": self.prompt.prompt if self.prompt else None,
            "negative_prompt": self.prompt.negative if self.prompt else None,
            "model": settings.painter if settings else None,
            "chosen": self.prompt.model_dump(mode="json")["chosen"] if self.prompt else None,
            "seed": settings.seed if settings else None,
            "steps": settings.steps if settings else None,
            "guidance": settings.guidance if settings else None,
            "technique": asdict(settings.technique) if settings else None,
            "size": f"{settings.width}x{settings.height}" if settings else None,
            "files": list(files),
            "timings": self.timings,
            "pictures": [_spent(picture, prices) for picture in self.pictures],
            "refused": self.refused,
            "left_out": self.left_out,
            "entities": self.understood.model_dump(mode="json")["entities"] if self.understood else [],
            "writer": changed.get("writer"),
            "fallback": changed.get("fallback"),
            "notices": self.notices,
            "redraw": changed.get("redraw"),
            "dropped": self.prompt.model_dump(mode="json")["dropped"] if self.prompt else [],
            "question": self.question.model_dump(mode="json", exclude={"type"}) if self.question else None,
            "error": None,
        }


def _spent(picture: PictureReady, prices: Configuration | None) -> dict[str, Any]:
    """What the drawing of one picture took. ``cost``: of its energy, null where energy or tariff is not known;
    ``cloud``: what the user compares it with."""
    energy = None if picture.energy_wh is None else Energy(picture.energy_wh, picture.energy_of)
    cost = electricity(energy, prices.electricity_price if prices else None)
    cloud = price(prices.cloud_price if prices else None)
    return {
        "id": picture.picture_id,
        "seed": picture.seed,
        "seconds": picture.seconds,
        "energy_wh": picture.energy_wh,
        "energy_of": list(picture.energy_of),
        "cost": asdict(cost) if cost else None,
        "cloud": asdict(cloud) if cloud else None,
    }


def sum_up(events: Iterable[StoredEvent]) -> Outcome:
    """The outcome of a whole stream."""
    outcome = Outcome()
    for stored in events:
        outcome.take(stored.event)
    return outcome


def error_as_json(error: DanqingError, message: str) -> dict[str, Any]:
    """An error for programs."""
    return {"code": error.code, "message": message, "retryable": error.retryable}
