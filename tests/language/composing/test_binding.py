"""What describes what: adjectives, numbers, places and relations find their subjects in both languages."""

import pytest

from danqing.core.scene import Relation, Subject
from danqing.language.composing.binding import bind
from tests.language.composing.marked import request

CAT, BOAT = Subject("s1", "cat"), Subject("s2", "boat")


def subjects(marked: str) -> list[tuple[str, int, str | None, str | None, tuple[str, ...]]]:
    return [(s.kind, s.count, s.colour, s.material, s.attributes) for s in bind(request(marked)).subjects]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("a {colour|red} {subject|cat} and a {colour|blue} {subject|dog}", "1 red cat, 1 blue dog"),
        ("{count|两只|2}{colour|红|red}{subject|猫|cat}和{count|一只|1}{subject|狗|dog}", "2 red cat, 1 None dog"),
        ("{subject|猫|cat}是{colour|红色|red}的，{subject|狗|dog}是{colour|蓝色|blue}的", "1 red cat, 1 blue dog"),
        ("a {subject|cat} and a {subject|dog}. the {subject|dog} is {colour|blue}", "1 None cat, 1 blue dog"),
        ("{count|three|3} {subject|cats|cat}, {colour|black}", "3 black cat"),
        ("a {colour|red} {subject|cat} and another {subject|cat}, {colour|white}", "1 red cat, 1 white cat"),
    ],
)
def test_words_describe_the_subject_next_to_them(marked: str, expected: str) -> None:
    assert ", ".join(f"{count} {colour} {kind}" for kind, count, colour, _, _ in subjects(marked)) == expected


def test_attributes_after_the_noun_and_materials_before_it() -> None:
    found = subjects(
        "an {attribute|old} {subject|man} {attribute|with a lantern} by a {material|wooden} {subject|door}"
    )
    assert found == [("man", 1, None, None, ("old", "with a lantern")), ("door", 1, None, "wooden", ())]


@pytest.mark.parametrize(
    "marked",
    [
        "a {subject|cat} {position|on} a {subject|boat}",
        "{subject|猫|cat}在{subject|船|boat}{position|上|on}",
        "{subject|猫|cat}趴在{subject|船|boat}{position|上|on}睡觉",
    ],
)
def test_who_stands_on_what(marked: str) -> None:
    cat, boat = bind(request(marked)).subjects
    assert (cat.kind, cat.relation, boat.relation) == ("cat", Relation("on", ("s2",)), None)


@pytest.mark.parametrize(
    "marked",
    ["{subject|船|boat}{position|上|on}的{subject|猫|cat}", "{subject|船|boat}{position|上|on}有{subject|猫|cat}"],
)
def test_what_the_place_word_follows_is_what_others_stand_on(marked: str) -> None:
    boat, cat = bind(request(marked)).subjects
    assert (boat.kind, boat.relation, cat.relation) == ("boat", None, Relation("on", ("s1",)))


def test_between_names_two() -> None:
    cat, *_ = bind(request("a {subject|cat} {position|between} a {subject|tree} and a {subject|house}")).subjects
    assert cat.relation == Relation("between", ("s2", "s3"))


@pytest.mark.parametrize(
    ("marked", "places"),
    [
        (
            "a {subject|cat} {position|on the left|left}, a {subject|dog} {position|on the right|right}",
            ["left", "right"],
        ),
        ("{position|左边|left}有一只{subject|猫|cat}，{position|右边|right}是{subject|狗|dog}", ["left", "right"]),
    ],
)
def test_places_in_the_picture(marked: str, places: list[str]) -> None:
    assert [s.position for s in bind(request(marked)).subjects] == places


def test_what_concerns_the_whole_picture() -> None:
    found = bind(
        request(
            "a {subject|cat} in {place|Kyoto}, {time|night}, {style|ukiyo-e}, {style|poster}, {canvas|vertical|9:16}, "
            "{number|3 pictures|3}, no {exclusion|people}, no {exclusion|text}, {weight|(red:1.5)|red:1.5}"
        )
    ).setting
    assert found == {
        "place": "Kyoto",
        "time": "night",
        "style": "ukiyo-e, poster",
        "canvas": "9:16",
        "number": 3,
        "exclusions": ("people", "text"),
        "weights": (("red", 1.5),),
    }


def test_a_colour_of_the_background_is_no_subject_s() -> None:
    for marked in ("a {subject|cat} on a {colour|white} background", "{subject|猫|cat}，{colour|白色|white}背景"):
        bound = bind(request(marked))
        assert bound.setting == {"background": "white background"}
        assert bound.subjects[0].colour is None


def test_what_words_imply_gives_way_to_what_was_said() -> None:
    marked = "{place|夜景|night view|time=night;lighting=city lights}，{time|黄昏|dusk}"
    assert bind(request(marked)).setting == {"place": "night view", "time": "dusk", "lighting": "city lights"}


def test_english_that_nobody_recognised_is_kept_and_denials_are_not() -> None:
    bound = bind(request("please draw a {subject|cat} juggling chainsaws, not hurting anybody"))
    assert bound.subjects[0].attributes == ("juggling chainsaws",)
    assert bound.setting == {}


@pytest.mark.parametrize(
    "marked",
    [
        "{subject|猫|cat}，{position|背景|background}用{colour|白色|white}",
        "a {subject|cat}, {position|background} in {colour|white}",
    ],
)
def test_a_background_before_its_colour(marked: str) -> None:
    bound = bind(request(marked))
    assert bound.setting == {"background": "white background"}
    assert (bound.subjects[0].colour, bound.subjects[0].position) == (None, None)


@pytest.mark.parametrize(
    "marked",
    [
        "{subject|猫|cat}，整体色调偏{colour|蓝|blue}",
        "a {subject|cat}, {colour|blue} palette",
        "{subject|猫|cat}，{colour|蓝|blue}为主",
    ],
)
def test_a_colour_of_the_whole_picture(marked: str) -> None:
    bound = bind(request(marked))
    assert (bound.setting, bound.subjects[0].colour) == ({"palette": "blue"}, None)


@pytest.mark.parametrize(
    "marked",
    ["a {subject|logo} in {colour|black} on {colour|white}", "{subject|猫|cat}，{colour|白底|white background}"],
)
def test_other_ways_to_name_a_background(marked: str) -> None:
    assert bind(request(marked)).setting == {"background": "white background"}


@pytest.mark.parametrize(
    ("marked", "place"),
    [
        ("a {subject|cat} in a {attribute|busy} {place|street}", "busy street"),
        ("{attribute|破旧|worn}的{place|工厂|factory}里有{subject|猫|cat}", "worn factory"),
        ("{subject|猫|cat}{attribute|趴在|lying}{place|窗台|windowsill}上", "windowsill"),
    ],
)
def test_a_place_takes_up_how_it_looks(marked: str, place: str) -> None:
    assert bind(request(marked)).setting["place"] == place


@pytest.mark.parametrize(
    ("marked", "who"),
    [
        ("{subject|猫|cat}{attribute|趴在|lying}{subject|杯子|cup}{position|里|in}", "cat"),
        ("{subject|dogs|dog} {attribute|dancing}, a {subject|cat}", "dog"),
        ("{subject|树|tree}{position|下|under}{attribute|坐着|sitting}{count|一位|1}{subject|老人|old man}", "old man"),
        ("{subject|猫|cat}，{attribute|微笑|smiling}的{subject|女孩|girl}", "girl"),
    ],
)
def test_who_does_it(marked: str, who: str) -> None:
    assert [s.kind for s in bind(request(marked)).subjects if s.attributes] == [who]


def test_a_pronoun_that_points_to_nobody_is_somebody() -> None:
    marked = "{reference|她|it}{attribute|穿着红裙子|wearing red dress}"
    assert [(s.kind, s.attributes) for s in bind(request(marked)).subjects] == [("woman", ("wearing red dress",))]
    meant = bind(request(marked), meant=Subject("s1", "cat"), anew=False).subjects
    assert [s.kind for s in meant] == ["cat"]


def test_where_something_is_done_does_not_do_it() -> None:
    marked = "{subject|猫|cat}在{subject|沙发|sofa}{position|上|on}{attribute|睡觉|sleeping}"
    assert [(s.kind, s.attributes) for s in bind(request(marked)).subjects] == [("cat", ("sleeping",)), ("sofa", ())]


def test_who_lies_where() -> None:
    marked = "{attribute|趴在|lying}{subject|键盘|keyboard}{position|上|on}的{subject|猫|cat}"
    keyboard, cat = bind(request(marked)).subjects
    assert (keyboard.attributes, cat.attributes, cat.relation) == ((), ("lying",), Relation("on", ("s1",)))


@pytest.mark.parametrize(
    "marked",
    [
        "a {subject|cat}, change the {position|background} to a {place|ballroom}",
        "a {subject|cat}, {place|forest} in the {position|background}",
        "{subject|猫|cat}，{position|右上角|top right}写着{text|平安}",
    ],
)
def test_positions_of_scenery_and_words_are_no_subject_s(marked: str) -> None:
    assert bind(request(marked)).subjects[0].position is None


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "a {colour|blue} {subject|car} at {time|night}. actually make that a {colour|green} {subject|tractor}",
            "1 green tractor",
        ),
        ("{count|一只|1}{subject|猫|cat}，不对，{count|两只|2}{subject|狗|dog}", "2 None dog"),
        ("a {subject|cat}, no wait, a {subject|dog}, scratch that, a {colour|red} {subject|fox}", "1 red fox"),
        ("actually, a {subject|cat}", "1 None cat"),
        ("a {subject|cat} that is actually a {subject|robot}", "1 None cat, 1 None robot"),
        ("a {subject|cat}. actually, {colour|black}", "1 black cat"),
    ],
)
def test_what_was_taken_back_is_not_drawn(marked: str, expected: str) -> None:
    assert ", ".join(f"{count} {colour} {kind}" for kind, count, colour, _, _ in subjects(marked)) == expected


def test_what_was_said_of_the_whole_picture_outlives_a_correction() -> None:
    bound = bind(request("{subject|cat} at {time|night}, no wait, a {subject|dog}"))
    assert bound.setting == {"time": "night"}


@pytest.mark.parametrize(
    ("marked", "count", "words"),
    [
        ("{count|a flock|many} of {subject|cats|cat}", 6, "a flock of"),
        ("{count|several} {subject|cats|cat}", 3, "several"),
        ("{count|一排|several}{subject|猫|cat}", 3, "a row of"),
        ("{count|一群|many}{subject|鸽子|pigeon}", 6, "a flock of"),
        ("{count|好多|many}{subject|猫|cat}", 6, "many"),
    ],
)
def test_a_quantity_without_a_number_stays_a_word(marked: str, count: int, words: str) -> None:
    (subject,) = bind(request(marked)).subjects
    assert (subject.count, subject.attributes) == (count, (words,))


def test_a_count_of_what_nobody_knows_is_nobody_else_s() -> None:
    (girl,) = bind(request("{subject|女孩|girl}，背后{count|六片|6}浮游炮")).subjects
    assert girl.count == 1
    (cat,) = bind(request("{subject|猫|cat}，{count|三只|3}。")).subjects
    assert cat.count == 3


def test_a_thing_that_was_only_named_and_is_named_again_is_one() -> None:
    (rhino,) = bind(request("a {subject|rhino}. a {subject|rhino} {attribute|in a tutu}")).subjects
    assert rhino.attributes == ("in a tutu",)


def test_all_that_stands_before_a_background_is_the_background_s() -> None:
    bound = bind(request("a {subject|cat}, {colour|dark} {mood|gloomy} {position|background}"))
    assert (bound.setting, bound.subjects[0].colour) == ({"background": "dark gloomy background"}, None)


def test_what_is_told_around_a_request_and_chat_words_are_left_out() -> None:
    bound = bind(request("i run a tiny bakery and need a {subject|cat}, it's gotta be wobbly, shouldn't it"))
    assert bound.subjects[0].attributes == ("wobbly",)
