"""The bar of a turn, where several pictures are drawn at the same time."""

from danqing.cli.progress import Bar
from danqing.cli.texts import tell
from danqing.core.events import PromptReady, SettingsShown, Step


def test_steps_of_all_pictures_count_in_whatever_order_they_come() -> None:
    settings = SettingsShown(painter="p", writer="w", seed=1, steps=4, guidance=3, width=64, height=64, number=2)
    bar = Bar()
    bar.show(PromptReady(prompt="", negative="", dialect="d", painter="p", settings=settings))
    done = []
    for picture, step in ((0, 1), (1, 1), (1, 2), (0, 2), (0, 4)):
        bar.show(Step(picture=picture, step=step, steps=4))
        done.append(bar.progress.tasks[0].completed)
    assert done == [1, 2, 3, 4, 6]
    assert bar.progress.tasks[0].total == 8
    assert bar.progress.tasks[0].description == tell("drawing_one_of", index=2, number=2)
