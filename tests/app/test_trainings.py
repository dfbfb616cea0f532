"""Adapters learnt as jobs: drawn with at once, stepping aside for drawings, cancelled, and taken up after a death."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from danqing import Studio
from danqing.app.trainings import Lesson
from danqing.conversation.ending import MAX_ATTEMPTS
from danqing.core.errors import BadInput, DanqingError, Refused
from danqing.core.events import Failed, Step
from danqing.core.technique import Control, LoraUse, Technique
from danqing.core.training import TrainingBegun, TrainingFinished, TrainingSaved, TrainingStep
from danqing.core.types import CheckedPicture, DrawOptions
from danqing.models.catalog import list_models
from danqing.safety.policy import Policy
from tests.app.pupil import QUICK, discs, school
from tests.architecture.source import ROOT

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2
FEW = replace(QUICK, steps=4)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("school")


@pytest.fixture
def studio(home: Path) -> Iterator[Studio]:
    with school(home) as opened:
        yield opened


def kinds(studio: Studio, training_id: str) -> list[str]:
    """Types of all its events to the end, runs of the same one folded."""
    names = [stored.event.type for stored in studio.trainings.events(training_id)]
    return [name for i, name in enumerate(names) if i == 0 or names[i - 1] != name]


def until(studio: Studio, training_id: str, kind: type, after: int = 0) -> Any:
    """The next event of that kind."""
    return next(s.event for s in studio.trainings.events(training_id, after) if isinstance(s.event, kind))


def test_what_was_learnt_is_drawn_with_and_goes_with_its_training(studio: Studio) -> None:
    recipe = replace(FEW, sample_every=4, sample_prompts=("a zq disc",))
    training_id = studio.trainings.begin("small", discs(studio), recipe, "discs")
    assert kinds(studio, training_id) == [
        "queued", "preparing", "begun", "step", "samples", "saved", "finished",
    ]  # fmt: skip
    done = studio.trainings.get(training_id)
    assert (done.state, done.step, done.model) == ("finished", 4, "discs")
    sample = studio.trainings.sample(training_id, "step-000004-1.png")
    assert sample.startswith(b"\x89PNG")
    (lora,) = list_models("lora", studio.settings.home)
    assert (lora.id, lora.base, lora.trigger) == ("discs", "small", "zq")
    made = studio.draw("a red boat", technique=Technique(loras=(LoraUse("discs"),)), seed=1)
    assert made.prompt is not None and made.prompt.text.startswith("zq, ")
    studio.trainings.delete(training_id)
    assert list_models("lora", studio.settings.home) == ()


def test_one_that_was_cancelled_goes_on_from_its_checkpoint(studio: Studio) -> None:
    recipe = replace(QUICK, steps=400, save_every=2)
    training_id = studio.trainings.begin("small", discs(studio), recipe, "on")
    until(studio, training_id, TrainingSaved)
    studio.trainings.cancel(training_id)
    assert kinds(studio, training_id)[-1] == "cancelled"
    before = len(list(studio.trainings.events(training_id)))
    studio.trainings.again(training_id)
    begun = until(studio, training_id, TrainingBegun, before)
    assert begun.step >= 2, "not from the beginning"
    studio.trainings.cancel(training_id)
    kinds(studio, training_id)
    studio.trainings.delete(training_id)


def test_uploaded_pictures_go_with_the_last_that_uses_them(tmp_path: Path) -> None:
    with school(tmp_path) as studio:
        lessons = discs(studio)
        brought = [lesson.picture for lesson in lessons]
        studio.draw("a red boat", base=brought[0])
        studio.draw("a red boat", technique=Technique(controls=(Control("depth", brought[1]),)))
        trainings = [studio.trainings.begin("small", lessons, replace(FEW, steps=1)) for _ in range(2)]
        left = []
        for training_id in trainings:
            kinds(studio, training_id)
            studio.trainings.delete(training_id)
            left.append([one for one in brought if (tmp_path / "inputs" / f"{one}.png").exists()])
    assert left == [brought, brought[:2]]


def test_nothing_is_trained_while_a_drawing_waits_or_is_drawn(studio: Studio) -> None:
    training_id = studio.trainings.begin("small", discs(studio), QUICK)
    until(studio, training_id, TrainingStep)
    turns = [studio.submit(studio.create_conversation(), "a red boat", DrawOptions(steps=8)) for _ in range(2)]
    for turn in turns:
        studio.result(turn)
    told = list(studio.trainings.events(training_id, follow=False))
    steps = [stored.created_at for stored in told if isinstance(stored.event, TrainingStep)]
    drawn = [[s.created_at for s in studio.events(turn) if isinstance(s.event, Step)] for turn in turns]
    assert all(len(times) >= 2 for times in drawn)
    assert not [at for at in steps if any(times[0] <= at <= times[-1] for times in drawn)]
    until(studio, training_id, TrainingStep, after=len(told))
    assert studio.trainings.cancel(training_id)
    assert kinds(studio, training_id)[-1] == "cancelled"
    assert not studio.trainings.cancel(training_id)
    assert "cancelled" in (studio.trainings.get(training_id).message or "")


def test_after_a_clean_end_it_goes_on(home: Path) -> None:
    with school(home) as studio:
        training_id = studio.trainings.begin("small", discs(studio), replace(QUICK, save_every=0))
        until(studio, training_id, TrainingStep)
    with school(home) as studio:
        waiting = studio.trainings.get(training_id)
        assert (waiting.state, waiting.attempts) == ("queued", 0)
        told = len(list(studio.trainings.events(training_id, follow=False)))
        studio.trainings.resume()
        assert until(studio, training_id, TrainingBegun, told).step >= waiting.step
        studio.trainings.cancel(training_id)
        assert kinds(studio, training_id)[-1] == "cancelled"


def test_a_killed_training_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.app.pupil", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as child:
        assert child.stdout is not None
        training_id = child.stdout.readline().strip()
        assert child.stdout.readline() == "trained\n"
        child.kill()
        assert child.wait() == -signal.SIGKILL
    order = tmp_path / "trainings" / training_id / "training.json"
    killed = json.loads(order.read_text("utf-8"))
    order.write_text(json.dumps(killed | {"recipe": killed["recipe"] | {"steps": killed["step"] + 8}}), "utf-8")
    with school(tmp_path) as studio:
        studio.trainings.resume()
        events = [stored.event for stored in studio.trainings.events(training_id)]
    begun = [event for event in events if isinstance(event, TrainingBegun)]
    assert begun[0].step == 0 and begun[-1].step >= QUICK.save_every
    last = events[-1]
    assert isinstance(last, TrainingFinished) and (last.model, last.step) == ("zq", killed["step"] + 8)


def test_one_that_kills_every_time_is_given_up(home: Path) -> None:
    with school(home) as studio:
        training_id = studio.trainings.begin("small", discs(studio), QUICK)
        until(studio, training_id, TrainingStep)
    order = home / "trainings" / training_id / "training.json"
    order.write_text(json.dumps(json.loads(order.read_text("utf-8")) | {"attempts": MAX_ATTEMPTS}), "utf-8")
    with school(home) as studio:
        told = len(list(studio.trainings.events(training_id, follow=False)))
        studio.trainings.resume()
        last = until(studio, training_id, Failed, told)
    assert last.code == "train_attempts"


class NoSamples(Policy):
    """Lets no picture through."""

    def check(self, image: "Image.Image", seed: int) -> CheckedPicture:
        raise Refused()


def test_samples_pass_the_gate(home: Path) -> None:
    with Studio(home, writer="scripted", painter="fake", gate=NoSamples()) as studio:
        training_id = studio.trainings.begin("small", discs(studio), replace(FEW, sample_every=4), "unseen")
        assert "samples" not in kinds(studio, training_id)
        assert studio.trainings.get(training_id).state == "finished"
    assert not list((home / "trainings" / training_id / "out" / "samples").iterdir())


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"base": "no-such"}, "model_unknown"),
        ({"base": "/"}, "model_unknown"),
        ({"base": "fake"}, "train_no_weights"),
        ({"name": "a b"}, "add_bad_id"),
        ({"name": "small"}, "add_taken"),
        ({"lessons": 2}, "train_number"),
        ({"recipe": replace(FEW, rank=0)}, "setting_invalid"),
        ({"recipe": replace(FEW, trigger=" \x00")}, "train_trigger_empty"),
        ({"recipe": replace(FEW, trigger="nude")}, "refused"),
        ({"caption": "x" * 2001}, "train_caption_too_long"),
        ({"caption": "a nude"}, "refused"),
        ({"picture": "i0"}, "not_found"),
    ],
    ids=str,
)
def test_bad_input_is_said_before_anything_is_stored(studio: Studio, change: dict[str, Any], key: str) -> None:
    before = len(studio.trainings.all())
    lessons = discs(studio, change.get("lessons", 3))
    lessons[0] = Lesson(change.get("picture", lessons[0].picture), change.get("caption"))
    with pytest.raises(DanqingError) as raised:
        studio.trainings.begin(change.get("base", "small"), lessons, change.get("recipe", FEW), change.get("name", ""))
    assert raised.value.code == key
    assert raised.value.message("zh") != raised.value.message("en")
    assert len(studio.trainings.all()) == before


def test_the_critic_proposes_captions_for_the_starter_alone(studio: Studio) -> None:
    pictures = [lesson.picture for lesson in discs(studio, 2)]
    assert studio.trainings.captions("small", pictures) == ["", ""]
    assert all(", " in caption for caption in studio.trainings.captions("starter", pictures))
    assert studio.trainings.usual("starter", "zq").layers == "all"
    with pytest.raises(BadInput):
        studio.trainings.usual("nobody", "zq")
