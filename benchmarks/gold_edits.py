"""Edit lists as a model should have written them, with the steps that decoding them under the grammar takes."""

import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STEPS = Path(__file__).with_name("language_gpu.json")
"""The steps of all lists, for machines without llguidance."""


@dataclass(frozen=True)
class Step:
    """What the grammar forces, then the token that a model has to choose; None at the end."""

    forced: tuple[int, ...]
    chosen: int | None


@dataclass(frozen=True)
class Gold:
    """One edit list: the steps of its decoding, and how to make the grammar's matcher (None without llguidance)."""

    text: str
    steps: tuple[Step, ...]
    matcher: Callable[[], Any] | None = None

    @property
    def tokens(self) -> int:
        return sum(len(step.forced) + (step.chosen is not None) for step in self.steps)

    def without_jump(self) -> "Gold":
        """The same list where each token that the grammar forces is chosen by a pass of its own."""
        given = [(*step.forced, step.chosen) for step in self.steps]
        steps = [Step((), token) for tokens in given for token in tokens if token is not None]
        return replace(self, steps=(*steps, Step((), None)))


def gold_answers() -> list[Gold]:
    """The gold lists, stepped through the general wire's grammar; from the file where llguidance is absent."""
    try:
        import llguidance  # noqa: F401

        return composed()
    except ImportError as error:
        print(f"steps from {STEPS.name}: {error}", file=sys.stderr)
        rows = json.loads(STEPS.read_text("utf-8"))
        return [Gold(row["text"], tuple(Step(tuple(f), c) for f, c in row["steps"])) for row in rows]


def composed() -> list[Gold]:
    """The edits between the scenes of 50 requests of the development fixtures, half of them Chinese: 30 of a new
    picture, 20 of a change; each with its steps."""
    from functools import partial

    from danqing.core.codec import dumps, edit_to_json, scene_from_json
    from danqing.core.scene import Scene
    from danqing.language.local.decoding import new_matcher
    from danqing.language.understanding import understand
    from danqing.language.wires.general import GeneralWire

    cases: list[tuple[Scene, str, str]] = []
    for name, count in (("first_en", 15), ("first_zh", 15), ("edits_en", 10), ("edits_zh", 10)):
        lines = (ROOT / f"tests/fixtures/dev/{name}.jsonl").read_text("utf-8").splitlines()
        drawn = []
        for row in map(json.loads, lines):
            before = scene_from_json(row["before"][-1]) if "before" in row else Scene()
            edits = edits_between(before, scene_from_json(row["scene"])) if "scene" in row else []
            drawn += [(before, row["text"], dumps([edit_to_json(edit) for edit in edits]))] if edits else []
        cases += random.Random(name).sample(drawn, count)
    guide, wire, golds = tokenizer_of([text for *_, text in cases]), GeneralWire(), list[Gold]()
    for scene, request, text in cases:
        fresh = partial(new_matcher, guide, wire.constraint(scene, understand(request)))
        golds.append(Gold(text, stepped(guide, fresh(), text), fresh))
    return golds


def edits_between(before: Any, after: Any) -> list[Any]:
    """Edits of the general wire that lead from one scene to the other."""
    from danqing.core.scene import Add, Remove, Set

    old, new = ({subject.id: subject for subject in scene.subjects} for scene in (before, after))
    edits: list[Any] = [Remove(subject_id) for subject_id in old if subject_id not in new]
    edits += [Add(subject) for subject_id, subject in new.items() if subject_id not in old]
    for subject_id in old.keys() & new.keys():
        for field in ("colour", "size", "position", "count", "relation"):
            if (value := getattr(new[subject_id], field)) != getattr(old[subject_id], field):
                edits.append(Set(subject_id, field, value))
    for field in ("background", "style"):
        if (value := getattr(after, field)) != getattr(before, field):
            edits.append(Set("scene", field, value))
    return edits


def tokenizer_of(texts: Sequence[str]) -> Any:
    """llguidance's view of a byte-level BPE of a few thousand tokens, trained on the wire's own words."""
    import llguidance.hf
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    from danqing.core.reading import Request
    from danqing.core.scene import Scene
    from danqing.language.wires.general import GeneralWire

    core = Tokenizer(models.BPE())
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=4096, special_tokens=["<|im_end|>"], initial_alphabet=alphabet, show_progress=False
    )
    said = GeneralWire().messages([], Scene(), Request("a cat", "en"), 100_000, len)
    core.train_from_iterator([*texts, *(message.content for message in said)], trainer)
    fast: Any = PreTrainedTokenizerFast
    tokenizer = fast(tokenizer_object=core, eos_token="<|im_end|>")
    return llguidance.hf.from_tokenizer(tokenizer, n_vocab=8192)


def stepped(guide: Any, matcher: Any, gold: str) -> tuple[Step, ...]:
    """The gold text as the decoder meets it: what is forced, what is to be chosen."""
    rest, steps = gold.encode(), list[Step]()
    while True:
        forced = tuple(matcher.compute_ff_tokens())
        if forced and not matcher.consume_tokens(list(forced)):
            raise SystemExit(f"the grammar takes back what it forces: {gold}")
        rest = rest[len(guide.decode_bytes(list(forced))) :]
        if not rest:
            return (*steps, Step(forced, None))
        chosen = guide.tokenize_bytes(rest)[0]
        if not matcher.consume_token(chosen):
            raise SystemExit(f"the grammar does not admit: {gold}")
        steps.append(Step(forced, chosen))
        rest = rest[len(guide.decode_bytes([chosen])) :]
