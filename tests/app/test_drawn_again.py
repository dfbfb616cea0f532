"""Drawn again: every picture of a turn comes out as it was, and another one of a masked part keeps what it was in."""

import io
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from danqing import Studio
from danqing.app.restoring import Restored, restored
from danqing.core.technique import Technique
from danqing.core.types import DrawOptions, Picture, Turn
from danqing.engine.fake import FakePainter

HALF = (0, 0, 128, 256)
FACTS: dict[str, Any] = {
    "seed": 3,
    "settings": {"painter": "fake", "steps": 4, "guidance": 2.5, "width": 64, "height": 64},
}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home")) as opened:
        yield opened


def turn(studio: Studio, talk: str, text: str, options: DrawOptions) -> Turn:
    """A request of a conversation, carried out by the bundled models."""
    turn_id = studio.submit(talk, text, options, edits=None if text else ())
    studio.result(turn_id)
    return studio.turn(turn_id)


def told(studio: Studio, picture: Picture) -> Restored:
    """What the picture's file tells."""
    found = restored(studio.bring(Path(picture.path).read_bytes()).made, studio.archive.holds)
    assert found is not None
    return found


def again(studio: Studio, picture: Picture) -> Turn:
    """The picture drawn again in a conversation of its own, from what its file tells."""
    found = told(studio, picture)
    options = DrawOptions(**found.settings)
    turn_id = studio.submit(studio.create_conversation(), found.text, options, edits=found.edits, prompt=found.prompt)
    studio.result(turn_id)
    return studio.turn(turn_id)


def pixels(picture: Picture) -> bytes:
    with Image.open(picture.path) as image:
        return image.convert("RGB").tobytes()


def left_half(studio: Studio) -> str:
    mask, out = Image.new("L", (256, 256), 0), io.BytesIO()
    mask.paste(255, HALF)
    mask.save(out, "PNG")
    return studio.bring(out.getvalue()).id


def test_each_of_several_pictures_is_drawn_again(studio: Studio) -> None:
    talk = studio.create_conversation()
    turn(studio, talk, "一只猫和一棵树", DrawOptions(seed=11, steps=2))
    drawn = turn(studio, talk, "把猫改成蓝色", DrawOptions(steps=4, number=3))
    assert len({pixels(picture) for picture in drawn.pictures}) == 3
    for picture in drawn.pictures:
        once_more = again(studio, picture)
        assert [pixels(one) for one in once_more.pictures] == [pixels(picture)]
        assert once_more.draft is not None
        assert drawn.draft is not None
        assert once_more.draft.scene == drawn.draft.scene


def test_what_is_changed_after_it_keeps_its_places(studio: Studio) -> None:
    talk = studio.create_conversation()
    third = turn(studio, talk, "a red cat and a tree", DrawOptions(seed=5, steps=2, number=3)).pictures[2]
    once_more = again(studio, third)
    changed = turn(studio, once_more.conversation_id, "make the cat blue", DrawOptions(steps=2)).pictures[0]
    assert changed.prompt.text == third.prompt.text.replace("red cat", "blue cat") != third.prompt.text
    assert (changed.seed, changed.settings.planned_with) == (third.seed, 5)


def test_its_seeds_draw_it_in_the_same_conversation(studio: Studio) -> None:
    talk = studio.create_conversation()
    second = turn(studio, talk, "a red cat", DrawOptions(seed=5, steps=2, number=2)).pictures[1]
    same = turn(studio, talk, "", DrawOptions(seed=second.seed, layout_seed=second.settings.planned_with, steps=2))
    assert pixels(same.pictures[0]) == pixels(second)


def test_its_seeds_draw_it_from_the_same_words(studio: Studio) -> None:
    words = "{two|three} red cats and a {tree|house}"
    drawn = turn(studio, studio.create_conversation(), words, DrawOptions(seed=8, steps=2, number=3)).pictures[2]
    same = studio.draw(words, seed=10, layout_seed=8, steps=2).pictures
    assert [pixels(picture) for picture in same] == [pixels(drawn)]


@pytest.mark.parametrize("text", ["", "make the cat blue"])
def test_another_one_of_a_masked_part(studio: Studio, text: str) -> None:
    talk = studio.create_conversation()
    base = turn(studio, talk, "a red cat and a green tree", DrawOptions(seed=3, steps=4, number=2)).pictures[1]
    options = DrawOptions(base=base.id, mask=left_half(studio), strength=0.9, steps=6)
    masked = turn(studio, talk, text, options).pictures[0]
    other = turn(studio, talk, "", options).pictures[0]
    assert other.seed != masked.seed
    assert other.prompt == masked.prompt
    assert masked.settings.planned_with == other.settings.planned_with == 3
    with Image.open(masked.path) as before, Image.open(other.path) as after, Image.open(base.path) as first:
        box = ImageChops.difference(before, after).getbbox()
        outside = (HALF[2], 0, 256, 256)
        assert before.crop(outside).tobytes() == after.crop(outside).tobytes() == first.crop(outside).tobytes()
    assert box is not None
    assert box[2] <= HALF[2]
    assert pixels(again(studio, other).pictures[0]) == pixels(other), "with its mask"


def test_a_region_that_the_words_named_is_drawn_again(studio: Studio) -> None:
    talk = studio.create_conversation()
    turn(studio, talk, "a red cat on the left", DrawOptions(seed=3, steps=2))
    part = turn(studio, talk, "change only the left half: make the cat blue", DrawOptions(steps=3)).pictures[0]
    assert part.settings.region == (0.0, 0.0, 0.5, 1.0)
    assert pixels(again(studio, part).pictures[0]) == pixels(part)


def test_how_it_was_made_beside_its_numbers_is_kept(tmp_path: Path) -> None:
    technique = Technique(sampler="heun", clip_skip=2)
    with Studio(tmp_path, painter=FakePainter(), writer="scripted") as doubles:
        first = turn(doubles, doubles.create_conversation(), "a red cat", DrawOptions(technique=technique)).pictures[0]
        assert told(doubles, first).settings["technique"] == technique
        assert pixels(again(doubles, first).pictures[0]) == pixels(first)
    assert restored(json.dumps(FACTS | {"settings": FACTS["settings"] | {"technique": {"sampler": "none"}}})) is None


def test_what_is_not_here_is_not_started_from(studio: Studio, tmp_path: Path) -> None:
    talk = studio.create_conversation()
    first = turn(studio, talk, "a red cat", DrawOptions(steps=1)).pictures[0]
    part = turn(studio, talk, "make it blue", DrawOptions(base=first.id, steps=2)).pictures[0]
    assert told(studio, part).settings["base"] == first.id
    assert "base" not in told_elsewhere(part).settings


def told_elsewhere(picture: Picture) -> Restored:
    with Image.open(picture.path) as image:
        found = restored(image.text["danqing"])  # type: ignore[attr-defined]
    assert found is not None
    assert set(found.settings) <= {field.name for field in fields(DrawOptions)}
    return found
