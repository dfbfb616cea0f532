"""What each dialect makes of scenes, written by hand."""

from collections.abc import Iterator

import pytest

from danqing.core.domain import Language
from danqing.core.errors import BadInput
from danqing.core.scene import Relation, Scene, Subject
from danqing.core.types import Dropped
from danqing.language import library
from danqing.language.dialects import COMPOSERS, compose
from danqing.language.library.entries import Library, Negative

ON = Relation("on", ("s2",))
CATS = Scene(
    subjects=(
        Subject("s1", "cat", 2, "orange", "small", None, ON, "小猫", None, ("fluffy", "wearing a red hat")),
        Subject("s2", "boat", label="船", material="wooden"),
    ),
    place="lake",
    time="dusk",
    style="ink wash painting, minimalist",
    mood="calm",
    exclusions=("people",),
    weights=(("red hat", 1.3),),
)  # fmt: skip
POSTER = Scene(
    subjects=(Subject("s1", "old man", attributes=("grey beard",), action="reading a book", position="left"),),
    background="white background",
    medium="poster",
    artist="Alphonse Mucha",
    lighting="golden hour",
    composition="close-up, low angle",
    palette="teal, gold",
    text='Grand "Opening"',
)
CHINESE = {
    "cat": "猫", "orange": "橙色", "small": "小", "wooden": "木头", "fluffy": "毛茸茸",
    "wearing a red hat": "戴着红帽子", "lake": "湖", "dusk": "黄昏",
    "ink wash painting": "水墨画", "minimalist": "极简", "calm": "宁静", "people": "人",
}  # fmt: skip

GOLDEN = {
    ("sd15", "cats"): (
        "two small fluffy orange cats, wearing a (red hat:1.3), on the boat, wooden boat, lake, dusk, calm, "
        "ink wash painting, minimalist, best quality, highly detailed"
    ),
    ("sdxl", "cats"): (
        "two small fluffy orange cats, wearing a (red hat:1.3), on the boat, wooden boat, lake, dusk, calm, "
        "ink wash painting, minimalist, high quality"
    ),
    ("flux", "cats"): (
        "An ink wash painting of two small fluffy orange cats wearing a red hat, on a wooden boat. "
        "The style is minimalist. The setting: lake, at dusk. The mood is calm."
    ),
    ("sd15", "poster"): (
        "old man, with grey beard, reading a book, on the left, the words \"Grand 'Opening'\", white background, "
        "golden hour, close-up, low angle, teal, gold, poster, by Alphonse Mucha, best quality, highly detailed"
    ),
    ("sd3", "poster"): (
        "A poster of an old man with grey beard, reading a book, on the left. "
        "The words \"Grand 'Opening'\" are written in the picture. Against a white background. "
        "The lighting is golden hour. The colours are teal and gold. The composition is close-up and low angle. "
        "It is in the manner of Alphonse Mucha."
    ),
}
SCENES = {"cats": CATS, "poster": POSTER}
PLAIN = Library({}, {"base": Negative(en="Base", words={"all": "blurry, low quality, watermark"})}, {})


@pytest.fixture(autouse=True)
def plain_library() -> Iterator[None]:
    """A library without styles: what stands here is the dialects' own."""
    with library.using(PLAIN):
        yield


def chinese(text: str, language: Language) -> str:
    return CHINESE.get(text, text) if language == "zh" else text


@pytest.mark.parametrize(("dialect", "name"), GOLDEN)
def test_golden(dialect: str, name: str) -> None:
    assert compose([SCENES[name]], dialect, 1).text == GOLDEN[dialect, name]


@pytest.mark.parametrize("dialect", ["qwen-image", "z-image"])
def test_chinese_for_who_speaks_it_english_for_others(dialect: str) -> None:
    told = compose([CATS], dialect, 1, language="zh", translate=chinese)
    assert told.text == (
        "画面风格：水墨画，极简。两只橙色的小猫，毛茸茸，戴着红帽子，在船上面。木头的船。场景：湖。时间：黄昏。氛围：宁静。"
    )
    assert compose([CATS], dialect, 1).text == GOLDEN["flux", "cats"]


def test_what_is_unwanted_goes_where_the_model_reads_it() -> None:
    assert compose([CATS], "sd15", 1).negative.startswith("blurry, low quality")
    assert compose([CATS], "sd15", 1).negative.endswith(", people")
    assert compose([CATS], "sd3", 1, "fog").negative == "fog, people"
    assert (
        compose([CATS], "qwen-image", 1, None, "zh", translate=chinese).negative == "blurry, low quality, watermark, 人"
    )
    flux = compose([CATS], "flux", 1, "fog")
    assert flux.negative == ""
    assert flux.dropped == (
        Dropped("red hat", "dropped_no_weights"),
        Dropped("fog", "dropped_no_negative"),
        Dropped("people", "dropped_no_negative"),
    )


def test_styles_and_negatives_come_from_the_library() -> None:
    with library.using(library.at(None)):
        tags, prose = compose([CATS], "sdxl", 1), compose([CATS], "z-image", 1, language="zh", translate=chinese)
    assert "dusk, calm, ink wash painting, flowing black ink" in tags.text
    assert tags.negative.startswith("blurry, low quality, jpeg artifacts")
    assert {"extra legs", "photo", "people"} <= set(tags.negative.split(", "))
    assert prose.text.startswith("画面风格：水墨画风格，墨色浓淡相宜")


def test_looks_that_deny_are_no_looks_and_what_mentions_the_unwanted_goes() -> None:
    scene = Scene(
        (Subject("s1", "cat", attributes=("no collar", "with a red collar")),), place="crowd", exclusions=("cat",)
    )
    prompt = compose([scene], "sdxl", 1)
    assert prompt.text == "cat, crowd, high quality"
    assert prompt.negative.endswith("watermark, collar")
    assert set(prompt.dropped) == {
        Dropped("with a red collar", "dropped_excluded"),
        Dropped("cat", "dropped_contradiction"),
    }


def test_what_two_things_have_alike_is_said_of_both_and_the_setting_once() -> None:
    alike = ("wearing a hat",)
    scene = Scene(
        (Subject("s1", "cat", attributes=alike), Subject("s2", "dog", attributes=alike)), time="dusk", mood="dusk"
    )
    assert compose([scene], "sdxl", 1).text == "cat, wearing a hat, dog, wearing a hat, dusk, high quality"


def test_what_a_noun_says_already_is_not_said_twice() -> None:
    scene = Scene((Subject("s1", "orange cat", 2, "orange", "small", attributes=("small", "sleepy")),))
    assert compose([scene], "sdxl", 1).text == "two small sleepy orange cats, high quality"


def test_brackets_of_a_name_are_no_weights_and_break_is_a_word() -> None:
    scene = Scene((Subject("s1", "robot (mk 2:1.5)"),), mood="BREAK out", weights=(("mk 2", 1.2), ("moon", 1.0)))
    assert compose([scene], "sdxl", 1).text == r"robot \((mk 2:1.2):1.5\), moon, break out, high quality"


def test_han_without_english_is_dropped_and_with_it_translated() -> None:
    words = {"旗袍": "cheongsam", "水墨": "ink wash"}
    scene = Scene(
        (Subject("s1", "lady", attributes=("旗袍", "汉服")), Subject("s2", "点心")),
        style="水墨 brushwork",
        text="春节",
        exclusions=("妖怪",),
    )
    prompt = compose([scene], "sd15", 1, "模糊，fog", translate=lambda text, language: words.get(text, text))
    assert prompt.text == "lady, cheongsam, ink wash brushwork, best quality, highly detailed"
    assert prompt.negative == "fog"
    lost = {part.text for part in prompt.dropped if part.reason == "dropped_untranslated"}
    assert lost == {"汉服", "点心", "春节", "妖怪", "模糊"}
    qwen = compose([scene], "qwen-image", 1)
    assert "汉服" in qwen.text
    assert "妖怪" in qwen.negative
    assert not qwen.dropped


def test_a_negative_of_which_nothing_can_be_said_gives_way_to_the_usual_one() -> None:
    prompt = compose([CATS], "sd15", 1, "妖怪")
    assert prompt.negative.startswith("blurry, low quality")
    assert Dropped("妖怪", "dropped_untranslated") in prompt.dropped
    assert compose([CATS], "sd15", 1, "").negative == "people"


def test_words_in_the_picture_are_never_translated() -> None:
    scene = Scene((Subject("s1", "lantern"),), text="春节")
    prompt = compose([scene], "sdxl", 1, translate=lambda text, language: "spring festival")
    assert "festival" not in prompt.text
    assert Dropped("春节", "dropped_untranslated") in prompt.dropped


def test_what_counts_least_goes_first_and_subjects_stay() -> None:
    subjects = tuple(
        Subject(f"s{i}", "cat", colour="red", attributes=("with very long whiskers",) * 2) for i in range(1, 9)
    )
    scene = Scene(subjects, place="beach", mood="calm, quiet", weights=(("moon", 1.2),))

    def count(text: str) -> int:
        return len(text.replace(",", "").split()) * 4

    prompt = compose([scene], "sd15", 1, count=count)
    assert count(prompt.text) <= 225
    assert prompt.text.count("red cat") == 8
    assert compose([scene], "flux", 1, count=count).text.lower().count("red cat") == 8
    lost = [part.text for part in compose([scene], "flux", 1, count=lambda text: count(text) * 3).dropped]
    assert lost[1:4] == ["quiet", "calm", "with very long whiskers"]
    assert "beach" not in lost[:10]


def test_an_unknown_dialect_is_told_of() -> None:
    with pytest.raises(BadInput, match="qwen-image"):
        compose([CATS], "plain", 1)
    assert tuple(COMPOSERS) == ("starter", "sd15", "sdxl", "sd3", "flux", "qwen-image", "z-image")


@pytest.mark.parametrize("dialect", ["sdxl", "flux", "qwen-image"])
def test_what_stands_somewhere_comes_before_where_it_stands(dialect: str) -> None:
    window, cat = Subject("s1", "windowsill"), Subject("s2", "cat", relation=Relation("on", ("s1",)))
    text = compose([Scene((window, cat))], dialect, 1).text
    assert text == compose([Scene((cat, window))], dialect, 1).text
    assert text.lower().index("cat") < text.lower().index("windowsill")
