"""What is painted over is what is meant, where it is known where things stand."""

import io

import pytest
from PIL import Image, ImageDraw

from danqing import Studio
from danqing.core.domain import STARTER
from danqing.core.events import Asked
from danqing.core.types import DrawOptions
from danqing.language.dialects.planner import plan

SIDE = 256


def mask_over(studio: Studio, talk: str, seed: int, *subjects: str) -> str:
    """The id of a mask over where the present scene's subjects were drawn."""
    scene = studio.conversation(talk).history.present
    mask = Image.new("L", (SIDE, SIDE), 0)
    for p in plan(scene, STARTER, seed).placements:
        if p.subject_id in subjects:
            half = p.extent / 2
            box = (p.x - half, p.y - half, p.x + half, p.y + half)
            ImageDraw.Draw(mask).rectangle([round(side * SIDE) for side in box], fill=255)
    out = io.BytesIO()
    mask.save(out, "PNG")
    return studio.bring(out.getvalue()).id


@pytest.mark.parametrize("meant", ["s1", "s2"])
def test_it_is_what_was_painted_over(studio: Studio, meant: str) -> None:
    talk = studio.create_conversation()
    drawn = studio.draw("a red cat on the left and a boat on the right", conversation=talk, seed=7)
    options = DrawOptions(base=drawn.pictures[0].id, mask=mask_over(studio, talk, 7, meant))
    changed = studio.result(studio.submit(talk, "make it blue", options))
    assert changed.pictures
    colours = {s.id: s.colour for s in studio.conversation(talk).history.present.subjects}
    assert colours[meant] == "blue"
    assert list(colours.values()).count("blue") == 1


@pytest.mark.parametrize("over", [(), ("s1", "s2")])
def test_asks_where_none_or_several_were_painted_over(studio: Studio, over: tuple[str, ...]) -> None:
    talk = studio.create_conversation()
    studio.draw("a red cat on the left and a boat on the right", conversation=talk, seed=7)
    turn = studio.submit(talk, "make it blue", DrawOptions(mask=mask_over(studio, talk, 7, *over)))
    assert any(isinstance(stored.event, Asked) for stored in studio.events(turn))
