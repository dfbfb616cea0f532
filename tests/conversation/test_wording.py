"""Scenes and changes in both languages."""

import pytest

from danqing.conversation.reply import reply_to_drawn, reply_to_left_out, reply_to_nothing
from danqing.conversation.wording import scene_words, subject_words
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
    assert subject_words(subject, scene, STARTER, "en") == english
    assert subject_words(subject, scene, STARTER, "zh") == chinese


def test_every_word_of_the_vocabulary_has_its_chinese() -> None:
    for kind in STARTER.names("kinds"):
        for background in STARTER.names("backgrounds"):
            words = scene_words(Scene((Subject("s1", kind),), background, "neon"), STARTER, "zh")
            assert not any(c.isascii() and c.isalpha() for c in words)


def test_a_model_without_a_vocabulary_is_told_of_in_the_users_words() -> None:
    scene = Scene((Subject("s1", "dragon", colour="jade"),), background="a temple")
    assert scene_words(scene, None, "en") == "a jade dragon, background a temple"


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
            "the cat: number 3; the cat: place left",
            "猫：数量改为3；猫：位置改为左边",
        ),
    ],
)
def test_changes(after: Scene, english: str, chinese: str) -> None:
    changes = diff(BEFORE, after)
    assert reply_to_drawn(BEFORE, after, changes, False, STARTER, "en") == f"Changing the picture: {english}."
    assert reply_to_drawn(BEFORE, after, changes, False, STARTER, "zh") == f"正在修改：{chinese}。"


def test_again_and_new() -> None:
    assert reply_to_drawn(BEFORE, BEFORE, (), False, STARTER, "en").startswith("Drawing it once more: two orange cats")
    new = Scene((HOUSE,))
    assert reply_to_drawn(BEFORE, new, diff(BEFORE, new), True, STARTER, "zh") == "正在画：一座房子。"


def test_left_out_quotes_the_user_and_names_the_way_out() -> None:
    for language, words in (
        ("en", ("“my dog”", "rabbits", "docs/models.md")),
        ("zh", ("“my dog”", "兔子", "docs/models.md")),
    ):
        for drawn in (True, False):
            said = reply_to_left_out(["my dog"], drawn, STARTER, language)  # type: ignore[arg-type]
            assert all(word in said for word in words)
    assert reply_to_left_out([], True, STARTER, "en") == ""
    assert reply_to_left_out(["x"], True, None, "en") == "Left out, because this picture model cannot draw it: “x”."
    assert "cats" in reply_to_nothing(False, STARTER, "en")
