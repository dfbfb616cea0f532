"""The grammar admits every valid edit list and no other."""

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from danqing.core.codec import scene_from_json
from danqing.core.domain import STARTER
from danqing.core.history import diff
from danqing.core.reading import Constraint
from danqing.core.scene import Add, Clear, Omit, Relation, Remove, Replace, Scene, SceneEdit, Set, Subject
from danqing.language.local.decoding import new_matcher
from danqing.language.preprocess import normalise
from danqing.language.wires.starter import write_answer
from danqing.language.wires.starter_grammar import edit_grammar

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
    matcher = new_matcher(byte_tokenizer(), Constraint({}, edit_grammar(scene, STARTER, text)))
    tokens = byte_tokenizer().tokenize_str(answer)
    return bool(matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting())


def scene(*ids: str) -> Scene:
    return Scene(tuple(Subject(i, "cat") for i in ids))


CAT = '{"op":"add","id":"cat1"}'
FULL = '{"op":"add","id":"cat1","count":2,"colour":"red","size":"small","position":"top left"}'
HOUSE = '{"op":"add","id":"house2"}'
ON_HOUSE = '{"op":"add","id":"cat1","relation":{"kind":"on","to":["house2"]}}'
NIGHT = '{"op":"set","id":"scene","field":"background","value":"night"}'
PIXEL = '{"op":"set","id":"scene","field":"style","value":"pixel"}'
BLUE = '{"op":"set","id":"cat3","field":"colour","value":"blue"}'
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
        (SHOWN, f'[{BLUE},{{"op":"set","id":"cat1","field":"count","value":1}}]'),
        (SHOWN, '[{"op":"set","id":"cat1","field":"relation","value":{"kind":"left of","to":["cat3"]}}]'),
        (SHOWN, '[{"op":"remove","id":"cat1"},{"op":"replace","id":"cat3","kind":"rabbit"}]'),
        (SHOWN, '[{"op":"add","id":"sun4","relation":{"kind":"between","to":["cat1","cat3"]}}]'),
        (SHOWN, f'[{{"op":"clear"}},{CAT},{HOUSE},{{"op":"add","id":"cat3"}}]'),
        (SHOWN, '[{"op":"add","id":"cat4"},{"op":"add","id":"cat5"}]'),
        (SHOWN, '[{"op":"set","id":"scene","field":"style","value":null}]'),
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
        ((), '[{"op":"add","id":"cat2"}]'),
        ((), '[{"op":"add","id":"dog1"}]'),
        ((), '[{"op":"add","id":"cat1","count":1}]'),
        ((), '[{"op":"add","id":"cat1","size":"small","colour":"red"}]'),
        ((), f"[{ON_HOUSE}]"),
        ((), '[{"op":"set","id":"cat1","field":"colour","value":"red"}]'),
        ((), '[{"op":"omit","text":""}]'),
        ((), '[{"op":"omit","text":"grandfather"}]'),
        ((), '[{"op":"omit","text":"\\"}]'),
        ((), '[{"op":"goto","number":0}]'),
        (SHOWN, '[{"op":"set","id":"cat1","field":"colour","value":"night"}]'),
        (SHOWN, '[{"op":"set","id":"cat1","field":"relation","value":{"kind":"on","to":["cat1"]}}]'),
        (SHOWN, '[{"op":"remove","id":"cat1"},{"op":"remove","id":"cat1"}]'),
        (SHOWN, '[{"op":"remove","id":"cat2"}]'),
        (SHOWN, '[{"op":"add","id":"cat5"}]'),
        (SHOWN, '[{"op":"set","id":"cat1","field":"colour","value":null}]'),
        (SHOWN, '[{"op":"add","id":"sun4","relation":{"kind":"between","to":["cat1","cat1"]}}]'),
        (SHOWN, '[{"op":"undo"},{"op":"remove","id":"cat1"}]'),
        (SHOWN, f"[{PIXEL},{NIGHT}]"),
        (SHOWN, f"[{NIGHT},{BLUE}]"),
    ],
)  # fmt: skip
def test_does_not_admit(ids: tuple[str, ...], answer: str) -> None:
    assert not admits(scene(*ids), answer)


def test_what_the_scene_has_is_named_with_its_colour() -> None:
    cats = Scene((Subject("s1", "cat", colour="red"), Subject("s2", "cat", colour="blue"), Subject("s3", "tree")))
    on_red = '{"op":"set","id":"tree3","field":"relation","value":{"kind":"on","to":["red cat1"]}}'
    assert admits(cats, f'[{{"op":"remove","id":"blue cat2"}},{on_red},{{"op":"add","id":"cat4","colour":"red"}}]')
    for wrong in (
        '[{"op":"remove","id":"cat1"}]',
        '[{"op":"remove","id":"blue cat1"}]',
        '[{"op":"add","id":"red cat4"}]',
    ):
        assert not admits(cats, wrong)


def test_a_long_request_still_makes_a_grammar() -> None:
    text = "一只猫和我的奶奶 and a very long story " * 50
    assert admits(scene("s1", "s2", "s3"), '[{"op":"omit","text":"我的奶奶"}]', text)


def test_admits_every_gold_answer_that_the_writer_is_trained_on() -> None:
    from danqing.training.starter.grammar import answer, dialogue

    dice = random.Random(7)
    for turn in (turn for _ in range(80) for turn in dialogue(dice)):
        assert admits(turn.before, answer(turn), turn.text), (turn.text, answer(turn))


WALKS = ("回到第一张", "go back", "back to the second picture")
FIXTURES = Path(__file__).parents[2] / "fixtures"


def edits_between(before: Scene, after: Scene) -> Iterator[SceneEdit]:
    """One way from one scene to the other."""
    if any(change.after is None and change.field not in ("subject", "relation") for change in diff(before, after)):
        before = Scene()
        yield Clear()
    for subject in before.subjects:
        if subject.id not in {s.id for s in after.subjects}:
            yield Remove(subject.id)
    for change in diff(before, after):
        if isinstance(change.after, Subject):
            yield Add(change.after)
        elif change.field == "kind" or change.after is None:
            continue
        elif change.id != "scene":
            yield Set(change.id, change.field, change.after)
    for name in ("background", "style"):
        if getattr(after, name) not in (None, getattr(before, name)):
            yield Set("scene", name, getattr(after, name))


@pytest.mark.parametrize("name", ["phrasing_zh", "phrasing_en", "edge_zh", "edge_en"])
def test_admits_every_hand_written_scene(name: str) -> None:
    for line in (FIXTURES / f"{name}.jsonl").read_text("utf-8").splitlines():
        data = json.loads(line)
        text = normalise(data["text"])
        edits = [*edits_between(Scene(), scene_from_json(data["scene"])), Omit(text)]
        assert admits(Scene(), write_answer(Scene(), edits), text), text


def test_admits_every_hand_written_dialogue() -> None:
    for line in (FIXTURES / "dialogues.jsonl").read_text("utf-8").splitlines():
        before = Scene()
        for turn in json.loads(line)["turns"]:
            after = scene_from_json(turn["scene"])
            edits = tuple(edits_between(before, after))
            answer = write_answer(before, edits)
            assert not edits or turn["text"] in WALKS or admits(before, answer, normalise(turn["text"])), turn["text"]
            before = after


def random_subject(dice: random.Random, own: str, ids: list[str]) -> Subject:
    """Any subject that the rules allow beside the others in ``ids``."""

    def maybe(group: str) -> str | None:
        return dice.choice([None, *STARTER.names(group)])

    others = [i for i in ids if i != own]
    kind = dice.choice(STARTER.names("relations"))
    wanted = 2 if kind == "between" else 1
    related = len(others) >= wanted and dice.random() < 0.7
    relation = Relation(kind, tuple(dice.sample(others, wanted))) if related else None
    position = None if related else maybe("positions")
    name, count = dice.choice(STARTER.names("kinds")), dice.randint(1, 4)
    return Subject(own, name, count, maybe("colours"), maybe("sizes"), position, relation)


@pytest.mark.parametrize("seed", range(60))
def test_admits_whatever_is_valid(seed: int) -> None:
    dice = random.Random(seed)
    old = [f"s{i}" for i in sorted(dice.sample(range(1, 12), dice.randint(0, 3)))]
    present = Scene(tuple(Subject(i, "cat", colour=dice.choice((None, *STARTER.names("colours")))) for i in old))
    cleared = bool(old) and dice.random() < 0.3
    first = 1 if cleared else int(present.next_id[1:])
    gone = [] if cleared else [i for i in old if dice.random() < 0.3]
    kept = [] if cleared else [i for i in old if i not in gone]
    fresh = [f"s{first + i}" for i in range(dice.randint(0, STARTER.max_subjects - len(kept)))]
    edits: list[SceneEdit] = [Remove(i) for i in gone]
    for i in kept:
        changed = random_subject(dice, i, [*kept, *fresh])
        field = dice.choice(("count", "colour", "size", "position", "relation", "kind"))
        if field == "kind":
            edits.append(Replace(i, changed.kind))
        elif getattr(changed, field) is not None:
            edits.append(Set(i, field, getattr(changed, field)))
    edits += [Add(random_subject(dice, i, [*kept, *fresh])) for i in fresh]
    if dice.random() < 0.5:
        edits.append(Set("scene", "background", dice.choice(STARTER.names("backgrounds"))))
    if dice.random() < 0.5:
        edits.append(Set("scene", "style", dice.choice(STARTER.names("styles"))))
    start = dice.randrange(len(TEXT))
    edits += [Omit(TEXT[start : start + 5])]
    answer = write_answer(present, [Clear(), *edits] if cleared else edits)
    assert admits(present, answer), answer
