"""Hand-written requests, each with the picture model that should draw it: ``fixtures/router/cases.jsonl``."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from danqing.app.glance import wanted_of
from danqing.core.errors import BadInput
from danqing.core.history import SceneHistory, apply
from danqing.core.routing import Candidate, Choice
from danqing.core.technique import CONTROLS, SAMPLERS, Abilities, technique_from
from danqing.core.types import Conversation, Draft, DrawOptions, Picture, Prompt, RedrawMode, Settings, Turn
from danqing.language.composing.composer import Composer
from danqing.language.understanding import understand
from danqing.scheduling.router import choose
from danqing.scheduling.rules import FILE, rules_at

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "fixtures" / "router" / "cases.jsonl").read_text("utf-8").splitlines()
]
GIB = 2**30
UNET = Abilities(SAMPLERS, CONTROLS, loras=True, clip_skip=True, highres=True, outpaint=True, variation=True)
FLOW = Abilities(("euler", "heun"), ("canny", "depth"), loras=True, highres=True, outpaint=True, variation=True)
BARE = replace(FLOW, controls=())
BOTH: frozenset[RedrawMode] = frozenset(("image", "inpaint"))
STOCK = {
    "starter": Candidate("starter", "starter", closed=True, modes=BOTH, abilities=Abilities(SAMPLERS), needs=GIB // 20),
    "sd15": Candidate("sd15", "sd15", frozenset(("sd15",)), False, BOTH, UNET, 3 * GIB),
    "sdxl": Candidate("sdxl", "sdxl", frozenset(("sdxl",)), False, BOTH, UNET, 8 * GIB),
    "my-sdxl": Candidate("my-sdxl", "sdxl", frozenset(("sdxl",)), False, BOTH, UNET, 8 * GIB),
    "sd3": Candidate("sd3", "sd3", frozenset(("sd3",)), False, BOTH, FLOW, 20 * GIB),
    "flux": Candidate("flux", "flux", frozenset(("flux",)), False, BOTH, FLOW, 33 * GIB),
    "qwen-image": Candidate("qwen-image", "qwen-image", frozenset(("qwen-image",)), False, BOTH, BARE, 58 * GIB),
    "z-image": Candidate("z-image", "z-image", frozenset(("z-image",)), False, BOTH, BARE, 21 * GIB),
}
"""As such models are on a card of 80 GiB."""


def options_of(case: dict[str, Any]) -> DrawOptions:
    given = dict(case.get("options", {}))
    technique = technique_from(given.pop("technique", None))
    return DrawOptions(painter="auto", technique=technique, **given)


def past_of(case: dict[str, Any]) -> Conversation:
    """The conversation before: empty, or one picture."""
    if "after" not in case:
        return Conversation("c", 0.0, SceneHistory())
    text, painter = case["after"]["text"], case["after"]["painter"]
    request = understand(text)
    edits = Composer().write((), SceneHistory().present, request).edits
    history = apply(SceneHistory(), edits)
    settings = Settings(painter, "composer", 5, 4, 3.0, 256, 256)
    picture = Picture("p1", "t1", 0, "/p1.png", "", 256, 256, Prompt("p", "", "d"), settings, 5)
    made = Draft(request, edits, (), history.present, "", Prompt("p", "", "d"), settings)
    turn = Turn("t1", "c", 1, text, "finished", DrawOptions(), 0.0, draft=made, pictures=(picture,))
    return Conversation("c", 0.0, history, (turn,))


def models_of(case: dict[str, Any]) -> list[Candidate]:
    memory = {"total": 80, "free": 80} | case.get("memory", {})
    sized: dict[str, Any] = {name: amount * GIB for name, amount in memory.items()}
    fixed: dict[str, Any] = {"takes": "width" not in case.get("options", {})}
    found = []
    for name in case["here"]:
        special = dict(case.get("models", {}).get(name, {}))
        if "modes" in special:
            special["modes"] = frozenset(special["modes"])
        found.append(replace(STOCK[name], **sized, **((fixed if name == "starter" else {}) | special)))
    return found


def chosen(case: dict[str, Any], home: Path) -> Choice:
    if "own" in case:
        (home / FILE).write_text(case["own"], "utf-8")
    past, options = past_of(case), options_of(case)
    asked = Turn("t2", "c", len(past.turns) + 1, case["text"], "submitted", options, 0.0)
    wanted = wanted_of(asked, past, understand(case["text"]), home, case.get("bases", ()))
    return choose(wanted, models_of(case), rules_at(home))


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case['expect']}" for number, case in enumerate(CASES, 1)])
def test_a_request_goes_to_its_model(case: dict[str, Any], tmp_path: Path) -> None:
    if case["expect"] is None:
        with pytest.raises(BadInput) as refused:
            chosen(case, tmp_path)
        assert refused.value.key == "router_none"
        assert all(name in refused.value.message("zh") for name in case["here"])
        return
    choice = chosen(case, tmp_path)
    assert choice.painter == case["expect"], (case["why"], choice.scores)
    assert choice.painter in choice.reason
    assert {score.painter for score in choice.scores} == set(case["here"])


def test_there_are_enough_cases_in_both_languages() -> None:
    assert len(CASES) >= 60
    assert len({json.dumps(case) for case in CASES}) == len(CASES)
    chinese = [case for case in CASES if understand(case["text"]).language == "zh"]
    assert len(chinese) >= 12
    assert {case["expect"] for case in CASES} >= {"starter", "sd15", "sdxl", "sd3", "flux", "qwen-image", "z-image"}
