"""Why the prompt does not hold everything is said in the user's language."""

import re
from pathlib import Path

import danqing.conversation
import danqing.language.dialects
from danqing.conversation.stream import prompt_ready
from danqing.core.events import DroppedShown, PromptReady
from danqing.core.messages import MESSAGES
from danqing.core.types import Dropped, Prompt, Settings

SETTINGS = Settings("fake", "composer", 5, 4, 3.0, 256, 256)


def test_the_event_says_what_was_dropped_and_why() -> None:
    prompt = Prompt("a cat", "", "flux", (Dropped("people", "dropped_no_negative"),))
    english, chinese = (prompt_ready(prompt, SETTINGS, language) for language in ("en", "zh"))
    assert isinstance(english, PromptReady)
    assert isinstance(chinese, PromptReady)
    assert english.dropped == (DroppedShown(text="people", reason=MESSAGES["dropped_no_negative"][0]),)
    assert chinese.dropped[0].reason == MESSAGES["dropped_no_negative"][1]


def test_every_reason_has_its_sentence() -> None:
    folders = [Path(next(iter(package.__path__))) for package in (danqing.conversation, danqing.language.dialects)]
    used = {
        key
        for folder in folders
        for path in folder.glob("*.py")
        for key in re.findall(r'"(dropped_\w+)"', path.read_text())
    }
    assert used == {key for key in MESSAGES if key.startswith("dropped_")}
