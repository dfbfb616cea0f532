"""The router: never a model that cannot draw it, the same choice for the same facts, and a reason that holds."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.core.routing import Candidate, Task, Wanted
from danqing.core.technique import CONTROLS, SAMPLERS, Abilities, Control, LoraUse, Margins, Technique, Variation
from danqing.core.types import RedrawMode
from danqing.scheduling.router import choose, lack
from danqing.scheduling.rules import Rule, Rules, Who, rules_at

FAMILIES = ("starter", "sd15", "sdxl", "sd3", "flux", "qwen-image", "z-image")
MODES: tuple[RedrawMode, ...] = ("image", "inpaint")
TASKS: tuple[Task, ...] = ("text-to-image", "image-to-image", "inpaint", "outpaint", "control")
LANGUAGES: tuple[Language, ...] = ("en", "zh")
RULES = rules_at(None)
ABLE = Abilities(SAMPLERS, CONTROLS, loras=True, clip_skip=True, highres=True, outpaint=True, variation=True)

flags = st.booleans()
some = st.sampled_from
modes = st.frozensets(some(MODES))
abilities = st.builds(
    Abilities,
    samplers=st.lists(some(SAMPLERS), unique=True).map(tuple),
    controls=st.lists(some(CONTROLS), unique=True).map(tuple),
    loras=flags,
    clip_skip=flags,
    highres=flags,
    outpaint=flags,
    variation=flags,
)
models = st.lists(
    st.builds(
        Candidate,
        id=st.text("abcdef", min_size=1, max_size=4),
        family=some(FAMILIES),
        bases=st.frozensets(some(("sd15", "sd2", "sdxl", "flux"))),
        closed=flags,
        modes=modes,
        abilities=abilities,
        needs=st.integers(0, 100),
        total=st.integers(0, 100),
        free=st.integers(0, 100),
        resident=flags,
        seconds=st.none() | st.floats(0, 1000),
        takes=st.integers(0, 9).map(bool),
    ),
    max_size=6,
    unique_by=lambda model: model.id,
)
techniques = st.builds(
    Technique,
    sampler=st.none() | some(SAMPLERS),
    clip_skip=st.none() | st.integers(1, 12),
    loras=some(((), (LoraUse("ink"),))),
    controls=st.lists(some(CONTROLS), max_size=2).map(lambda kinds: tuple(Control(kind, "p") for kind in kinds)),
    highres=some((None, 2.0)),
    outpaint=some((None, Margins(left=8))),
    variation=some((None, Variation(1, 0.5))),
)
wishes = st.builds(
    Wanted,
    text=st.text(max_size=30),
    language=some(LANGUAGES),
    task=some(TASKS),
    closed=flags,
    modes=modes,
    technique=techniques | st.just(Technique()),
    bases=some(((), (None,), ("sd15",), ("sdxl",))),
    suited=some(((), ("sdxl", "flux"))),
    lettering=st.none() | some(LANGUAGES),
    pixels=st.none() | st.integers(1, 4_000_000),
    before=st.none() | st.text("abcdef", min_size=1, max_size=4),
    excludes=flags,
)


def can(wanted: Wanted, model: Candidate) -> bool:
    """Said once more, in another way than the router does."""
    asked, able = wanted.technique, model.abilities
    pairs = {
        "clip_skip": asked.clip_skip is None,
        "highres": asked.highres is None,
        "outpaint": asked.outpaint is None,
        "variation": asked.variation is None,
        "loras": not asked.loras,
    }
    return (
        all(free or getattr(able, name) for name, free in pairs.items())
        and {control.kind for control in asked.controls} <= set(able.controls)
        and (asked.sampler is None or asked.sampler in able.samplers)
        and wanted.modes <= model.modes
        and {base for base in wanted.bases if base} <= model.bases
        and (model.total == 0 or model.needs <= model.total)
        and model.takes
    )


@given(wishes, models)
def test_it_never_takes_what_cannot_draw_it(wanted: Wanted, here: list[Candidate]) -> None:
    able = [model.id for model in here if can(wanted, model)]
    if not able:
        with pytest.raises(BadInput) as refused:
            choose(wanted, here, RULES)
        assert refused.value.key == ("router_none" if here else "router_empty")
        return
    choice = choose(wanted, here, RULES)
    assert choice.painter in able
    assert choice.painter in choice.reason
    assert {score.painter for score in choice.scores if score.lacks is None} == set(able)
    assert choice.scores[0].points == max(score.points for score in choice.scores if score.lacks is None)


@given(wishes, models, st.randoms(use_true_random=False))
def test_the_order_of_the_models_decides_nothing(wanted: Wanted, here: list[Candidate], chance: object) -> None:
    able = [model for model in here if lack(wanted, model) is None]
    shuffled = list(here)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    if able:
        assert choose(wanted, here, RULES) == choose(wanted, shuffled, RULES) == choose(wanted, here, RULES)


@given(wishes, models, some(("sd15", "sdxl", "flux")))
def test_a_lora_pins_its_base(wanted: Wanted, here: list[Candidate], base: str) -> None:
    wanted = replace(wanted, bases=(base,), technique=replace(wanted.technique, loras=(LoraUse("ink"),)))
    try:
        choice = choose(wanted, here, RULES)
    except BadInput:
        return
    assert base in {model.id: model for model in here}[choice.painter].bases


BIG = Candidate("big", "flux", frozenset(("flux",)), modes=frozenset(MODES), abilities=ABLE, needs=30)
SMALL = Candidate("small", "sdxl", frozenset(("sdxl",)), modes=frozenset(MODES), abilities=ABLE, needs=8)
ANY = Wanted("an owl", "en")


def reason(wanted: Wanted, here: Sequence[Candidate], rules: Rules = RULES) -> str:
    return choose(wanted, here, rules).reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole(language: Language) -> None:
    for rule in RULES.values():
        said = reason(
            replace(ANY, language=language),
            [BIG, SMALL],
            {"it": rule.model_copy(update={"points": 9, "when": Rule(points=1).when, "who": Who(families=("flux",))})},
        )
        assert said.endswith("。" if language == "zh" else ".")
        assert rule.said(language) in said


def test_the_reason_is_what_tells_it_from_the_second() -> None:
    said = reason(replace(ANY, lettering="en"), [replace(BIG, resident=True), replace(SMALL, resident=True)])
    assert said == (
        "Drawn with big, because it writes words into pictures legibly and follows descriptions more closely than "
        "older families."
    )


def test_where_the_second_has_all_of_it_the_reason_is_what_few_have() -> None:
    here = [replace(BIG, id=family, family=family) for family in ("qwen-image", "z-image", "sd3", "flux")]
    said = reason(Wanted("新年快乐", "zh", lettering="zh", closed=False), here)
    assert said == "由 qwen-image 来画，因为它能在画面里写汉字，并且直接读得懂中文。"


def test_what_the_others_lack_is_the_reason() -> None:
    said = reason(replace(ANY, bases=("sdxl",)), [BIG, SMALL])
    assert said == "Drawn with small, because it is the only one here that the LoRA was made for."
    assert "唯一" in reason(replace(ANY, language="zh"), [replace(BIG, total=20), replace(SMALL, total=20)])
    assert "only picture model" in reason(ANY, [SMALL])


def test_with_equal_points_the_smaller_draws() -> None:
    assert choose(ANY, [BIG, SMALL], {}).painter == "small"
    assert "least memory" in reason(ANY, [BIG, SMALL], {})
    assert choose(ANY, [replace(SMALL, id="b"), replace(SMALL, id="a")], {}).painter == "a"


def test_the_error_says_what_each_lacks() -> None:
    with pytest.raises(BadInput) as refused:
        choose(replace(ANY, bases=("sd15",), language="zh"), [BIG, replace(SMALL, total=4)], RULES)
    assert refused.value.message("zh").count("；") == 1
    assert "small 装不进本机内存" in refused.value.message("zh")
