"""LoRAs named in the words of a request, and by their ids."""

from pathlib import Path
from typing import get_args

import pytest

from danqing import Studio
from danqing.app.loras import taken_out, with_loras
from danqing.core.errors import BadInput
from danqing.core.technique import LoraUse, Technique
from danqing.core.types import DrawOptions, Prompt
from danqing.models.catalog import Role
from danqing.models.registry import add


@pytest.mark.parametrize(
    ("text", "words", "uses"),
    [
        ("a red cat <lora:ink:0.8>", "a red cat", [LoraUse("ink", 0.8)]),
        ("<lora:ink> a cat <LORA: Neon :-1.5> at night", "a cat at night", [LoraUse("ink"), LoraUse("Neon", -1.5)]),
        ("水墨猫＜lora：水墨：0.5＞", "水墨猫", [LoraUse("水墨", 0.5)]),
        ("a cat <lora:ink:0.7:0.4>", "a cat", [LoraUse("ink", 0.7)]),
        ("a  cat < lorax >", "a  cat < lorax >", []),
        ("a cat\nat night", "a cat\nat night", []),
    ],
)
def test_they_leave_the_words(text: str, words: str, uses: list[LoraUse]) -> None:
    assert taken_out(text) == (words, tuple(uses))


@pytest.mark.parametrize("text", ["a cat <lora:>", "a cat <lora::0.5>", "a cat <lora:ink:much>"])
def test_one_that_cannot_be_read_is_quoted(text: str) -> None:
    with pytest.raises(BadInput) as raised:
        taken_out(text)
    assert raised.value.key == "lora_unreadable"
    assert text.partition(" cat ")[2] in raised.value.message("zh")


def test_the_words_count_before_the_options_and_ids_are_found_in_any_case() -> None:
    options = DrawOptions(technique=Technique(loras=(LoraUse("ink", 0.2), LoraUse("neon"))))
    found = with_loras(options, [LoraUse("Ink", 0.9)], lambda: ("ink", "neon"))
    assert found.technique.loras == (LoraUse("ink", 0.9), LoraUse("neon"))


def test_the_known_ones_are_named() -> None:
    wanted = DrawOptions(technique=Technique(loras=(LoraUse("ink"),)))
    with pytest.raises(BadInput) as some:
        with_loras(wanted, (), lambda: ("neon", "clay"))
    with pytest.raises(BadInput) as none:
        with_loras(wanted, (), lambda: ())
    assert "neon, clay" in some.value.message("en")
    assert none.value.key == "lora_none"


def test_what_stands_behind_a_colon_and_is_no_number_is_no_weight() -> None:
    def asked(lora_id: str) -> DrawOptions:
        return with_loras(DrawOptions(technique=Technique(loras=(LoraUse(lora_id),))), (), lambda: ("ink", "sd:turbo"))

    assert asked("sd:turbo").technique.loras == (LoraUse("sd:turbo"),)
    with pytest.raises(BadInput) as caught:
        asked("ink:abc")
    assert caught.value.key == "lora_weight"
    assert "from -2 to 2, such as ink:0.8" in caught.value.message("en")
    assert "“abc”不是 LoRA ink 的权重" in caught.value.message("zh")


def test_without_any_nobody_is_asked() -> None:
    def asked() -> tuple[str, ...]:
        raise AssertionError

    assert with_loras(DrawOptions(seed=1), (), asked) == DrawOptions(seed=1)


def test_a_studio_refuses_unknown_ones_before_anything_is_stored(studio: Studio) -> None:
    talk = studio.create_conversation()
    for text, prompt in (("a cat <lora:ink:0.8>", None), ("", Prompt("red cat <lora:ink>", "", "starter"))):
        with pytest.raises(BadInput) as raised:
            studio.submit(talk, text, prompt=prompt)
        assert raised.value.key == "lora_none"
    with pytest.raises(BadInput):
        studio.show_prompt("a cat <lora:ink:0.8>")
    assert studio.conversation(talk).turns == ()


def test_one_of_the_catalogue_reaches_the_painter_and_no_word_of_it_the_prompt(studio: Studio, tmp_path: Path) -> None:
    if "lora" not in get_args(Role):
        pytest.skip("this catalogue has no LoRAs yet")
    add(studio.settings.home, "ink", {"role": "lora", "folder": str(tmp_path / "ink.safetensors")})
    talk = studio.create_conversation()
    plain = studio.draw("a red cat", conversation=talk, seed=3)
    drawn = studio.draw("make it blue <lora:INK:0.5>", conversation=talk, seed=3)
    assert drawn.settings is not None and drawn.prompt is not None and plain.prompt is not None
    assert drawn.settings.technique.loras == (LoraUse("ink", 0.5),)
    assert "ink" not in drawn.prompt.text
    assert [turn.text for turn in studio.conversation(talk).turns] == ["a red cat", "make it blue"]
