"""What must not be in the picture is an exclusion, and nothing else."""

import pytest

from tests.language.words import entities, told


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("a lake, no people", ["person"]),
        ("a lake without text or watermark", ["text", "watermark"]),
        ("no text, watermark or people, just a lake", ["text", "watermark", "person"]),
        ("a lake, don't draw any clouds", ["cloud"]),
        ("no green hats", ["green hat"]),
        ("remove the fox", ["fox"]),
        ("lose the lantern and add a dog", ["lantern"]),
        ("a lake, not too detailed", ["too detailed"]),
        ("湖，不要人", ["person"]),
        ("湖，没有云和月亮", ["cloud", "moon"]),
        ("别画文字、水印", ["text", "watermark"]),
        ("不带任何文字", ["text"]),
        ("把桌子去掉", ["table"]),
        ("去掉灯笼", ["lantern"]),
        ("没有貔貅", ["貔貅"]),
    ],
)
def test_exclusions(text: str, excluded: list[str]) -> None:
    assert [e.name for e in entities(text) if e.group == "exclusion"] == excluded


def test_what_follows_a_denial_is_wanted() -> None:
    assert told("no people and a red boat") == "exclusion people person; colour red; subject boat"
    assert told("不要云，要月亮") == "exclusion 云 cloud; subject 月亮 moon"


@pytest.mark.parametrize("text", ["the rest stays, no problem", "别动其他的", "没什么", "一盘没下完的围棋"])
def test_denials_of_nothing_to_be_seen(text: str) -> None:
    assert "exclusion" not in told(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat, the tail shouldn't be visible", "subject cat; exclusion tail shouldn't be visible tail"),
        ("the face must not be seen, a girl", "exclusion face must not be seen face; subject girl"),
        ("女孩，脸不要露出来", "subject 女孩 girl; exclusion 脸不要露出来 face"),
    ],
)
def test_what_is_not_to_be_seen(text: str, expected: str) -> None:
    assert told(text) == expected
