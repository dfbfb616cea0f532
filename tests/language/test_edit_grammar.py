"""The grammar admits every valid edit list and no other."""

from functools import cache
from typing import TYPE_CHECKING

import pytest

from danqing.core.domain import STARTER
from danqing.core.scene import Scene, Subject
from danqing.language.decoding import new_matcher
from danqing.language.edit_grammar import edit_grammar

if TYPE_CHECKING:
    from llguidance import LLTokenizer

TEXT = 'my grandmother, "hi" \\ 奶奶'


@cache
def byte_tokenizer() -> "LLTokenizer":
    """One token a byte."""
    from llguidance import LLTokenizer
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    core = Tokenizer(models.BPE(vocab={letter: i for i, letter in enumerate(letters)}, merges=[]))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    core.add_special_tokens(["<end>"])
    return LLTokenizer(core.to_str(), n_vocab=257, eos_token=256)


def admits(scene: Scene, answer: str, text: str = TEXT) -> bool:
    matcher = new_matcher(byte_tokenizer(), edit_grammar(scene, STARTER, text))
    tokens = byte_tokenizer().tokenize_str(answer)
    return bool(matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting())


def scene(*ids: str) -> Scene:
    return Scene(tuple(Subject(i, "cat") for i in ids))


CAT = '{"op":"add","id":"s1","kind":"cat"}'
FULL = '{"op":"add","id":"s1","kind":"cat","count":2,"colour":"red","size":"small","position":"top left"}'
HOUSE = '{"op":"add","id":"s2","kind":"house"}'
ON_HOUSE = '{"op":"add","id":"s1","kind":"cat","relation":{"kind":"on","to":["s2"]}}'
NIGHT = '{"op":"set","id":"scene","field":"background","value":"night"}'
PIXEL = '{"op":"set","id":"scene","field":"style","value":"pixel"}'
BLUE = '{"op":"set","id":"s3","field":"colour","value":"blue"}'
SHOWN = ("s1", "s3")


@pytest.mark.parametrize(
    ("ids", "answer"),
    [
        ((), f"[{CAT}]"),
        ((), f"[{FULL},{HOUSE},{NIGHT}]"),
        ((), f"[{ON_HOUSE},{HOUSE}]"),
        ((), '[{"op":"omit","text":"my grandmother"},{"op":"omit","text":"奶奶"}]'),
        ((), '[{"op":"omit","text":"\\"hi\\" \\\\ 奶"}]'),
        ((), f"[{NIGHT},{PIXEL}]"),
        (SHOWN, f'[{BLUE},{{"op":"set","id":"s1","field":"count","value":1}}]'),
        (SHOWN, '[{"op":"set","id":"s1","field":"relation","value":{"kind":"left of","to":["s3"]}}]'),
        (SHOWN, '[{"op":"remove","id":"s1"},{"op":"replace","id":"s3","kind":"rabbit"}]'),
        (SHOWN, '[{"op":"add","id":"s4","kind":"sun","relation":{"kind":"between","to":["s1","s3"]}}]'),
        (SHOWN, f'[{{"op":"clear"}},{CAT},{HOUSE},{{"op":"add","id":"s3","kind":"cat"}}]'),
        (SHOWN, '[{"op":"clear"}]'),
        (SHOWN, '[{"op":"undo"}]'),
        (SHOWN, '[{"op":"redo"}]'),
        (SHOWN, '[{"op":"goto","number":12}]'),
    ],
)  # fmt: skip
def test_admits(ids: tuple[str, ...], answer: str) -> None:
    assert admits(scene(*ids), answer)


@pytest.mark.parametrize(
    ("ids", "answer"),
    [
        ((), "[]"),
        ((), f"[{CAT}, {CAT}]"),
        ((), f"[{CAT},{CAT}]"),
        ((), '[{"op":"add","id":"s2","kind":"cat"}]'),
        ((), '[{"op":"add","id":"s1","kind":"dog"}]'),
        ((), '[{"op":"add","id":"s1","kind":"cat","count":1}]'),
        ((), '[{"op":"add","id":"s1","kind":"cat","size":"small","colour":"red"}]'),
        ((), f"[{ON_HOUSE}]"),
        ((), '[{"op":"set","id":"s1","field":"colour","value":"red"}]'),
        ((), '[{"op":"omit","text":""}]'),
        ((), '[{"op":"omit","text":"grandfather"}]'),
        ((), '[{"op":"omit","text":"\\"}]'),
        ((), '[{"op":"goto","number":0}]'),
        (SHOWN, '[{"op":"set","id":"s1","field":"colour","value":"night"}]'),
        (SHOWN, '[{"op":"set","id":"s1","field":"relation","value":{"kind":"on","to":["s1"]}}]'),
        (SHOWN, '[{"op":"remove","id":"s1"},{"op":"remove","id":"s1"}]'),
        (SHOWN, '[{"op":"remove","id":"s2"}]'),
        (SHOWN, '[{"op":"add","id":"s4","kind":"cat"},{"op":"add","id":"s5","kind":"cat"}]'),
        (SHOWN, '[{"op":"add","id":"s4","kind":"sun","relation":{"kind":"between","to":["s1","s1"]}}]'),
        (SHOWN, '[{"op":"undo"},{"op":"remove","id":"s1"}]'),
        (SHOWN, f"[{PIXEL},{NIGHT}]"),
        (SHOWN, f"[{NIGHT},{BLUE}]"),
    ],
)  # fmt: skip
def test_does_not_admit(ids: tuple[str, ...], answer: str) -> None:
    assert not admits(scene(*ids), answer)


def test_a_long_request_still_makes_a_grammar() -> None:
    text = "一只猫和我的奶奶 and a very long story " * 50
    assert admits(scene("s1", "s2", "s3"), '[{"op":"omit","text":"我的奶奶"}]', text)
