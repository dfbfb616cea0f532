"""Chinese requests: numbers, looks, actions, places, and words that nobody knows."""

import pytest

from tests.language.words import entities, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三只猫", "count 三只 3; subject 猫 cat"),
        ("一对兔子", "count 一对 2; subject 兔子 rabbit"),
        ("几朵花", "count 几朵 several; subject 花 flower"),
        ("一群羊", "count 一群 many; subject 羊 sheep"),
        ("好多船", "count 好多 many; subject 船 boat"),
        ("一张猫的画", "subject 猫 cat"),
        ("一张桌子", "count 一张 1; subject 桌子 table"),
        ("羊，四只", "subject 羊 sheep; count 四只 4"),
    ],
)
def test_numbers_with_measure_words(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("红色的船", "colour 红色 red; subject 船 boat"),
        ("深蓝色的桌子", "colour 深蓝色 dark blue; subject 桌子 table"),
        ("浅绿沙发", "colour 浅绿 light green; subject 沙发 sofa"),
        ("红绿帽子", "colour 红绿 red and green; subject 帽子 hat"),
        ("大黄狗", "size 大 large; colour 黄 yellow; subject 狗 dog"),
        ("红灯笼", "colour 红 red; subject 灯笼 lantern"),
        ("木船", "material 木 wooden; subject 船 boat"),
        ("老虎", "subject 老虎 tiger"),
        ("毛茸茸的可爱狐狸", "attribute 毛茸茸 fluffy; attribute 可爱 cute; subject 狐狸 fox"),
    ],
)
def test_what_stands_before_a_noun(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", ["红薯", "大学", "小说"])
def test_a_character_inside_a_longer_word_says_nothing(text: str) -> None:
    assert not {"colour", "size"} & set(told(text).split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("戴着红帽子的猫", "attribute 戴着红帽子 wearing red hat; subject 猫 cat"),
        ("女孩捧着一本旧书", "subject 女孩 girl; attribute 捧着一本旧书 holding old book"),
        ("狗在睡觉", "subject 狗 dog; attribute 睡觉 sleeping"),
        ("桌子上摆着书", "subject 桌子 table; position 上 on; attribute 摆着 placing; subject 书 book"),
        ("一身蓝长衫的男人", "attribute 一身蓝长衫 wearing blue robe; subject 男人 man"),
        ("旗袍女子", "attribute 旗袍 wearing qipao; subject 女子 woman"),
        ("男人头发湿透", "subject 男人 man; attribute 头发湿透 wet"),
    ],
)
def test_actions_and_clothes(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("猫在桌子上", "subject 猫 cat; subject 桌子 table; position 上 on"),
        ("左边有一只狗", "position 左边 left; count 一只 1; subject 狗 dog"),
        ("月亮在右上角", "subject 月亮 moon; position 右上角 top right"),
        ("森林里的狐狸", "place 森林 forest; subject 狐狸 fox"),
        ("图书馆里有猫", "place 图书馆 library; subject 猫 cat"),
        ("桥下的船", "subject 桥 bridge; position 下 under; subject 船 boat"),
    ],
)
def test_where_things_are(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一只貔貅", "count 一只 1; subject 貔貅"),
        ("红色的貔貅", "colour 红色 red; subject 貔貅"),
        ("蒸朋风，狗", "style 蒸朋风 蒸朋 style; subject 狗 dog"),
    ],
)
def test_words_that_nobody_knows(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("它变成蓝色", "reference 它 it; colour 蓝色 blue"),
        ("刚才那只狗换成白色", "reference 刚才那只狗 subject:dog; colour 白色 white"),
        ("狗和它的尾巴", "subject 狗 dog; subject 尾巴 tail"),
    ],
)
def test_what_was_spoken_of(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "5只猫，其中2只是红的，3只白的",
            "count 5只 5; subject 猫 cat; attribute 2只是红 two of them red; attribute 3只白 three of them white",
        ),
        (
            "两只狗，一只大一只小",
            "count 两只 2; subject 狗 dog; attribute 一只大 one of them large; attribute 一只小 one of them small",
        ),
        ("狗，一只白猫", "subject 狗 dog; count 一只 1; colour 白 white; subject 猫 cat"),
    ],
)
def test_parts_of_what_was_counted(text: str, expected: str) -> None:
    assert told(text) == expected


def test_a_heading_is_none_of_what_it_lists() -> None:
    assert (
        told("一只猫，动作：跑、睡觉") == "count 一只 1; subject 猫 cat; attribute 跑 running; attribute 睡觉 sleeping"
    )
    assert told("主角是一只狐狸") == "count 一只 1; subject 狐狸 fox"


def test_a_noun_that_nobody_knows_is_what_it_ends_in() -> None:
    assert [(e.text, e.name) for e in entities("一件军大衣") if e.group == "subject"] == [("军大衣", "coat")]


def test_a_year_is_a_time() -> None:
    assert told("1966年的图书馆") == "time 1966年 1966; subject 图书馆 library"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一双手", "count 一双 2; subject 手"),
        ("五间房子", "count 五间 5; subject 房子 house"),
        ("刚才的猫", "reference 刚才的猫 subject:cat"),
        ("一只猫，很温柔", "count 一只 1; subject 猫 cat; mood 温柔"),
        ("早上八点的光", "lighting 光 light"),
        ("头顶飘着三个气球", "position 头顶 above; count 三个 3; subject 气球"),
        ("不要拍到猫", "exclusion 猫 cat"),
        ("蓝色的猫，啊不是，红色的猫", "colour 红色 red; subject 猫 cat"),
        ("那张去掉猫", "reference 那张 picture:-1; exclusion 猫 cat"),
    ],
)
def test_what_stands_around_a_word_tells_its_type(text: str, expected: str) -> None:
    assert told(text) == expected
