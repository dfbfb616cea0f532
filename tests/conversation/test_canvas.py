"""Sizes and numbers of pictures that the scene asks for, against what the user fixed and the painter can draw."""

from collections.abc import Sequence

import pytest

from danqing.conversation.canvas import on_canvas
from danqing.conversation.drafting import Tools, draft
from danqing.core.domain import Domain, Language
from danqing.core.history import SceneHistory
from danqing.core.protocols import Painter
from danqing.core.reading import Request
from danqing.core.scene import Add, Scene, SceneEdit, Set, Subject
from danqing.core.types import Conversation, DrawOptions, Dropped, Prompt, Settings, Turn
from danqing.engine.fake import FakePainter

SETTINGS = Settings("fake", "composer", 5, 4, 3.0, 256, 256)


def size_for(painter: Painter, canvas: str) -> tuple[int, int]:
    return {"16:9": (896, 512), "1024x768": (1024, 768), "1000x750": (1024, 768), "9000x9000": (9000, 9000)}.get(
        canvas, painter.default_size
    )


@pytest.mark.parametrize(
    ("canvas", "size", "told"),
    [
        (None, (256, 256), False),
        ("16:9", (896, 512), False),
        ("1024x768", (1024, 768), False),
        ("1000x750", (1024, 768), True),
        ("9000x9000", (256, 256), True),
        ("9:16", (256, 256), True),
        ("1:1", (256, 256), False),
        ("wide", (256, 256), True),
    ],
)
def test_the_canvas_decides_the_size(canvas: str | None, size: tuple[int, int], told: bool) -> None:
    settings, dropped = on_canvas(SETTINGS, DrawOptions(), Scene(canvas=canvas), FakePainter(), size_for)
    assert (settings.width, settings.height) == size
    assert dropped == ((Dropped(str(canvas), "dropped_size"),) if told else ())


def test_what_the_user_fixed_wins() -> None:
    settings, dropped = on_canvas(
        SETTINGS, DrawOptions(width=256, height=256), Scene(canvas="16:9"), FakePainter(), size_for
    )
    assert (settings, dropped) == (SETTINGS, ())


class OpenPainter(FakePainter):
    """Takes any words."""

    domain: Domain | None = None


def composed(lineage: Sequence[Scene], painter: Painter, seed: int, negative: str | None, language: Language) -> Prompt:
    return Prompt(
        lineage[-1].subjects[0].kind, negative or language, painter.dialect, (Dropped("fog", "dropped_budget"),)
    )


def no_writer(model_id: str, painter: Painter) -> object:
    raise AssertionError(model_id)


def fitted(domain: Domain | None, edits: Sequence[SceneEdit], request: Request) -> tuple[SceneEdit, ...]:
    return tuple(edits)


@pytest.mark.parametrize(("options", "number"), [(DrawOptions(), 3), (DrawOptions(number=1), 1)])
def test_a_turn_takes_size_number_and_language_from_what_was_asked(options: DrawOptions, number: int) -> None:
    tools = Tools(lambda _: OpenPainter(), no_writer, composed, lambda: 9, fitted, size_for)  # type: ignore[arg-type]
    edits = (Add(Subject("s1", "cat")), Set("scene", "canvas", "1000x750"), Set("scene", "number", 3))
    asked = Turn("t", "c", 1, "三只猫", "submitted", options, 0.0, edits=edits)
    made = draft(asked, Conversation("c", 0.0, SceneHistory()), Request("三只猫", "zh"), tools, lambda: False).draft
    assert made.settings is not None
    assert made.prompt is not None
    assert (made.settings.width, made.settings.height, made.settings.number) == (1024, 768, number)
    assert made.prompt.negative == "zh"
    assert made.prompt.dropped == (Dropped("fog", "dropped_budget"), Dropped("1000x750", "dropped_size"))
