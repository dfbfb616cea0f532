"""The union of events: every one goes through JSON and back."""

from typing import get_args

import pytest
from pydantic import ValidationError

from danqing.core import events
from danqing.core.events import EVENT, SettingsShown

SETTINGS = SettingsShown(painter="p", writer="w", seed=2**53 - 1, steps=4, guidance=3, width=64, height=64)
EXAMPLES: list[events.Event] = [
    events.Understood(text="一只猫", language="zh"),
    events.TextDelta(text="好"),
    events.SceneChanged(scene={"subjects": []}, left_out=("x",)),
    events.Asked(question="Which cat?", choices=(events.ChoiceShown(label="the red cat", edits=()),)),
    events.PromptReady(prompt="a", negative="", dialect="d", painter="p", settings=SETTINGS),
    events.Refused(topic="gore", message="no"),
    events.Queued(ahead=2),
    events.ModelLoading(model="m"),
    events.Noticed(code="c", message="m"),
    events.Step(picture=0, step=1, steps=4, eta_s=1.5),
    events.PictureReady(picture_id="p", index=0, seed=1, width=8, height=8, url="/x", path="/y", seconds=1),
    events.Failed(code="internal", message="m"),
    events.Cancelled(message="m"),
    events.Finished(total_s=1),
]


def test_the_examples_are_the_whole_union() -> None:
    assert {type(event) for event in EXAMPLES} == set(get_args(get_args(events.Event)[0]))


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.type)
def test_through_json_and_back(event: events.Event) -> None:
    assert EVENT.validate_json(EVENT.dump_json(event)) == event


def test_four_are_terminal() -> None:
    assert {event.type for event in EXAMPLES if events.is_terminal(event)} == {
        "refused", "failed", "cancelled", "finished",
    }  # fmt: skip


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError):
        EVENT.validate_json('{"type":"queued","ahead":1,"behind":2}')
