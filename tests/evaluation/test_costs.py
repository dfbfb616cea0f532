"""What a picture costs beyond itself: that what is compared is what is said."""

from collections.abc import Callable

import pytest
from PIL import Image

from danqing.core.types import StepReport
from danqing.evaluation.costs import swapping, tell_apart, with_previews

STEPS = 3


def test_one_way_looks_at_each_step_and_the_other_at_none() -> None:
    looked: list[int] = []

    def draw(on_step: StepReport) -> None:
        looked.append(0)

        def preview() -> Image.Image:
            looked[-1] += 1
            return Image.new("RGB", (1, 1))

        for done in range(STEPS):
            on_step(done, STEPS, preview)

    assert list(with_previews(draw, 2)) == ["with", "without"]
    assert looked == [STEPS, 0] * 3  # a first round is not counted


def test_each_lora_is_drawn_after_the_other_and_after_itself() -> None:
    drawn: list[str | None] = ["a"]
    assert list(swapping(drawn.append, ("a", "b"), 2)) == ["another", "the same", "plain"]
    assert drawn == ["a", *["b", "b", "a", "a"] * 2, None, None]


def _painted(shades: dict[str | None, int]) -> Callable[[str | None], Image.Image]:
    return lambda name: Image.new("L", (2, 2), shades[name])


@pytest.mark.parametrize("shades", [{"a": 1, "b": 1, None: 99}, {"a": 1, "b": 99, None: 1}])
def test_loras_that_change_nothing_are_told_of(shades: dict[str | None, int]) -> None:
    with pytest.raises(RuntimeError, match="nothing"):
        tell_apart(_painted(shades), ("a", "b"))


def test_loras_that_differ_pass() -> None:
    tell_apart(_painted({"a": 1, "b": 50, None: 99}), ("a", "b"))
