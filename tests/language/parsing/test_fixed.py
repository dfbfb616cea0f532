"""What has a form of its own: canvas, numbers of pictures, words to be written, weights, references."""

import pytest

from tests.language.words import entities, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4:3 a fox", "canvas 4:3; subject fox"),
        ("640×480，猫", "canvas 640×480 640x480; subject 猫 cat"),
        ("猫，16：9横版", "subject 猫 cat; canvas 16:9横版 16:9"),
        ("竖版的猫", "canvas 竖版 9:16; subject 猫 cat"),
        ("a fox at 12:30", "subject fox"),
    ],
)
def test_canvas(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("画五张猫", "number 五张 5; subject 猫 cat"),
        ("猫，出3个版本", "subject 猫 cat; number 3个版本 3"),
        ("two versions of a fox", "number two versions 2; subject fox"),
        ("give me 6 images of a cat", "number 6 images 6; subject cat"),
        ("三张桌子", "count 三张 3; subject 桌子 table"),
        ("第三张", "reference 第三张 picture:3"),
    ],
)
def test_numbers_of_pictures(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("海报上写着“春天 Sale”", "春天 Sale"),
        ('a poster that says "Open LATE"', "Open LATE"),
        ("海报，标题是『夜市』", "夜市"),
        ("a poster saying Grand Opening", "Grand Opening"),
        ("灯笼上写着平安", "平安"),
        ("一块招牌写着 Lucky Cat", "Lucky Cat"),
    ],
)
def test_words_to_be_written_stay_as_they_were_typed(text: str, written: str) -> None:
    found = [e for e in entities(text) if e.group == "text"]
    assert [e.name for e in found] == [written]
    assert found[0].text == written.lower()


def test_a_quotation_that_nobody_wants_written_is_no_text() -> None:
    assert "text" not in told("a “fluffy” cat")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(red hat:1.5)", "weight (red hat:1.5) red hat:1.5"),
        ("((moon)) over a lake", "weight ((moon)) moon:1.21; position over above; subject lake"),
        ("（红帽子：1.3）", "weight (红帽子:1.3) red hat:1.3"),
        ("一只猫，重点是尾巴", "count 一只 1; subject 猫 cat; weight 重点是尾巴 tail:1.3"),
        ("a fox, emphasise the tail", "subject fox; weight emphasise the tail tail:1.3"),
    ],
)
def test_weights(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the second picture", "picture:2"),
        ("回到第二幅", "picture:2"),
        ("picture 3 please", "picture:3"),
        ("the previous one", "picture:-1"),
        ("上一张不错", "picture:-1"),
        ("刚刚那张图", "picture:-1"),
    ],
)
def test_references_to_pictures(text: str, value: str) -> None:
    assert [(e.group, e.name) for e in entities(text)] == [("reference", value)]


def test_who_it_is_for_is_no_part_of_the_picture() -> None:
    assert told("I'm writing about trains and need a fox") == "subject fox"
    assert told("我在写一本关于老虎的书，画一只猫") == "count 一只 1; subject 猫 cat"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A red cat. Actually make that a blue dog", "colour blue; subject dog"),
        ("画一只猫，不对，画一只狗", "count 一只 1; subject 狗 dog"),
        ("actually make it blue", "reference it; colour blue"),
    ],
)
def test_what_was_taken_back_is_not_read(text: str, expected: str) -> None:
    assert told(text) == expected


def test_square_brackets_weaken() -> None:
    assert told("[cloud], cat") == "weight [cloud] cloud:0.9091; subject cat"


def test_decades() -> None:
    assert told("1980年代的猫") == "time 1980年代 1980s; subject 猫 cat"
