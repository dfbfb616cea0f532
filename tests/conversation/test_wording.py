"""Scenes and changes in both languages."""

import pytest

from danqing.conversation.reply import reply_to_drawn, reply_to_left_out, reply_to_nothing
from danqing.conversation.wording import Words
from danqing.core.domain import STARTER
from danqing.core.history import diff
from danqing.core.scene import Relation, Scene, Subject

HOUSE = Subject("s2", "house")
ON_HOUSE = Subject("s1", "cat", count=2, colour="orange", relation=Relation("on", ("s2",)))


@pytest.mark.parametrize(
    ("subject", "english", "chinese"),
    [
        (Subject("s1", "boat", colour="red", size="small"), "a small red boat", "一艘红色的小船"),
        (Subject("s1", "apple"), "an apple", "一个苹果"),
        (Subject("s1", "umbrella", size="large"), "a large umbrella", "一把大雨伞"),
        (Subject("s1", "fish", count=3), "three fish", "三条鱼"),
        (
            Subject("s1", "cat", size="medium", position="centre"),
            "a medium cat in the centre",
            "中间的一只中等大小的猫",
        ),
        (Subject("s1", "tree", position="top left"), "a tree at the top left", "左上角的一棵树"),
        (ON_HOUSE, "two orange cats on the house", "房子上面的两只橙色的猫"),
        (
            Subject("s1", "star", relation=Relation("between", ("s2", "s3"))),
            "a star between the house and the moon",
            "房子和月亮之间的一颗星星",
        ),
    ],
)
def test_subjects(subject: Subject, english: str, chinese: str) -> None:
    scene = Scene((subject, HOUSE, Subject("s3", "moon")))
    assert Words(STARTER, "en").subject(subject, scene) == english
    assert Words(STARTER, "zh").subject(subject, scene) == chinese


def test_every_word_of_the_vocabulary_has_its_chinese() -> None:
    for kind in STARTER.names("kinds"):
        for background in STARTER.names("backgrounds"):
            words = Words(STARTER, "zh").scene(Scene((Subject("s1", kind),), background, "neon"))
            assert not any(c.isascii() and c.isalpha() for c in words)


def test_a_model_without_a_vocabulary_is_told_of_in_the_users_words() -> None:
    scene = Scene((Subject("s1", "dragon", colour="jade"),), background="a temple")
    assert Words(None, "en").scene(scene) == "a jade dragon, background a temple"


BEFORE = Scene((ON_HOUSE, HOUSE), "night")


@pytest.mark.parametrize(
    ("after", "english", "chinese"),
    [
        (
            Scene((ON_HOUSE, Subject("s2", "house", colour="blue")), "night"),
            "the house: colour blue",
            "房子：颜色改为蓝色",
        ),
        (Scene((HOUSE,), "night"), "removed the cat", "去掉猫"),
        (Scene((ON_HOUSE, HOUSE, Subject("s3", "sun")), "night"), "added a sun", "添加一个太阳"),
        (Scene((ON_HOUSE, HOUSE), "snow", "pixel"), "background: snow; style: pixel", "背景：雪地；风格：像素"),
        (Scene((ON_HOUSE, HOUSE)), "background left open", "背景不再限定"),
        (Scene((ON_HOUSE, Subject("s2", "tree")), "night"), "the house becomes the tree", "房子换成树"),
        (
            Scene((Subject("s1", "cat", 3, "orange", position="left"), HOUSE), "night"),
            "the cat: number 2 → 3; the cat: place left",
            "猫：数量 2 → 3；猫：位置改为左边",
        ),
    ],
)
def test_changes(after: Scene, english: str, chinese: str) -> None:
    changes = diff(BEFORE, after)
    assert reply_to_drawn(BEFORE, after, changes, False, Words(STARTER, "en")) == f"Changing the picture: {english}."
    assert reply_to_drawn(BEFORE, after, changes, False, Words(STARTER, "zh")) == f"正在修改：{chinese}。"


def test_again_and_new() -> None:
    assert reply_to_drawn(BEFORE, BEFORE, (), False, Words(STARTER, "en")).startswith(
        "Drawing it once more: two orange cats"
    )
    new = Scene((HOUSE,))
    assert reply_to_drawn(BEFORE, new, diff(BEFORE, new), True, Words(STARTER, "zh")) == "正在画：一座房子。"


def test_left_out_quotes_the_user_and_names_the_way_out() -> None:
    for language, words in (
        ("en", ("“my dog”", "rabbits", "docs/models.md")),
        ("zh", ("“my dog”", "兔子", "docs/models.md")),
    ):
        for drawn in (True, False):
            said = reply_to_left_out(["my dog"], drawn, Words(STARTER, language))  # type: ignore[arg-type]
            assert all(word in said for word in words)
    assert reply_to_left_out([], True, Words(STARTER, "en")) == ""
    said = reply_to_left_out(["x"], True, Words(None, "en"))
    assert said == "Left out, because this picture model cannot draw it: “x”."
    assert reply_to_left_out(["x"], False, Words(None, "en")) == "", "an open model draws whatever is understood"
    assert "cats" in reply_to_nothing(False, Words(STARTER, "en"))


def test_open_words_in_both_languages() -> None:
    chinese = {"tabby cat": "虎斑猫", "night": "夜晚", "ink wash painting": "水墨画", "smiling": "微笑"}
    subject = Subject("s1", "tabby cat", 2, "teal", label="狸花猫", attributes=("smiling",), material="glass")
    scene = Scene((subject,), time="night", style="ink wash painting", exclusions=("people",), weights=(("cat", 1.5),))
    assert Words(None, "en").scene(scene) == (
        "two teal glass tabby cats (smiling), style ink wash painting, time night, without people, emphasis cat×1.5"
    )
    said = Words(None, "zh", lambda text, _: chinese.get(text, text)).scene(scene)
    assert said.startswith("两只微笑的teal的glass的狸花猫，风格水墨画，时间夜晚")


def test_a_change_shows_what_was_before() -> None:
    before, after = Scene((Subject("s1", "cat", colour="red"),)), Scene((Subject("s1", "cat", colour="blue"),))
    (change,) = diff(before, after)
    assert Words(STARTER, "zh").change(change, after) == "猫：颜色 红色 → 蓝色"
    assert Words(STARTER, "en").change(change, after) == "the cat: colour red → blue"
