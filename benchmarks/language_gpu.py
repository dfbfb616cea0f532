"""How fast a language model of Qwen2-7B's size writes edit lists on this card, beside the article's recipe.

python -m benchmarks.language_gpu [--config tiny|qwen2-7b] [--json]

The weights are random, so they cannot choose: 50 gold edit lists are replayed, their tokens forced upon the model by a
matcher that admits nothing else. Each follows 60 new tokens after a prefix of 1,000 that is cached. In the same run and
by turns: (a) bitsandbytes nf4 and ``generate``, (b) bf16 and ``generate``, both over the whole prompt, free to choose,
as many tokens as the gold list has. Without bitsandbytes (a) is null and says why; without llguidance the steps come
from ``language_gpu.json``, which ``--write-steps`` made, and the time of its masks is missing.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.gold_edits import STEPS, Gold, composed, gold_answers

ROOT = Path(__file__).resolve().parent.parent
PREFIX, NEW, ANSWERS = 1000, 60, 50
TINY: dict[str, Any] = {
    "vocab_size": 8192, "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "max_position_embeddings": 4096, "tie_word_embeddings": False,
}  # fmt: skip


class Replay:
    """Stands where llguidance's matcher stands and admits the gold token alone. ``first``: when the first was chosen.

    The real matcher, where there is one, does all its work beside it, so that its time is in the figure.
    """

    def __init__(self, gold: Gold, vocabulary: int) -> None:
        self._steps = gold.steps
        self._real = gold.matcher() if gold.matcher else None
        self._bytes = (vocabulary + 31) // 32 * 4
        self._at = 0
        self._open = True
        self.first = 0.0

    def compute_ff_tokens(self) -> list[int]:
        forced = list(self._steps[self._at].forced) if self._open else []
        if forced and self._real is not None:
            self._real.compute_ff_tokens()
        return forced

    def consume_tokens(self, tokens: list[int]) -> bool:
        self._open = False
        return self._real is None or bool(self._real.consume_tokens(tokens))

    def consume_token(self, token: int) -> bool:
        self.first = self.first or time.perf_counter()
        self._at, self._open = self._at + 1, True
        return self._real is None or bool(self._real.consume_token(token))

    def compute_bitmask(self) -> bytes:
        if self._real is not None:
            self._real.compute_bitmask()
        mask = bytearray(self._bytes)
        chosen = self._steps[self._at].chosen or 0
        mask[chosen // 8] = 1 << chosen % 8
        return bytes(mask)

    def is_stopped(self) -> bool:
        return self._steps[self._at].chosen is None

    def is_accepting(self) -> bool:
        return self.is_stopped()


def random_model(config: str, device: str) -> Any:
    """A Qwen2ForCausalLM with random weights, bf16 on a card, float32 on a processor."""
    import torch
    from transformers import AutoModelForCausalLM, Qwen2Config

    from danqing.evaluation.gpu.shapes import LANGUAGE

    shape = TINY if config == "tiny" else LANGUAGE[config]
    torch.manual_seed(0)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16 if device == "cuda" else torch.float32)
    try:
        with torch.device(device):
            model: Any = AutoModelForCausalLM.from_config(Qwen2Config(**shape))
    finally:
        torch.set_default_dtype(before)
    return model.to(device).eval()


def quantised(model: Any) -> Any:
    """A second model over the same embeddings and norms, every linear layer but the last one in nf4."""
    import bitsandbytes as bnb
    import torch
    from torch import nn
    from transformers import AutoModelForCausalLM

    if model.device.type != "cuda":
        raise ImportError("nf4 needs an NVIDIA card")
    with torch.device("meta"):
        twin: Any = AutoModelForCausalLM.from_config(model.config)
    for name, part in model.named_modules():
        if next(part.children(), None) is not None:
            continue
        if isinstance(part, nn.Linear) and name != "lm_head":
            bias = part.bias is not None
            four = bnb.nn.Linear4bit(
                part.in_features, part.out_features, bias, compute_dtype=torch.bfloat16, quant_type="nf4", device="meta"
            )
            four.weight = bnb.nn.Params4bit(part.weight.data.clone(), requires_grad=False, quant_type="nf4")
            if bias:
                four.bias = nn.Parameter(part.bias.data.clone(), requires_grad=False)
            part = four.to(model.device)
        owner, _, leaf = name.rpartition(".")
        setattr(twin.get_submodule(owner), leaf, part)
    return twin.eval()


class Bench:
    """One model, its prompts, and the ways to write an answer; all times in milliseconds."""

    def __init__(self, model: Any) -> None:
        from danqing.language.local.static_passes import StaticPasses, open_passes

        dice = random.Random(7)
        self.model = model
        self.vocabulary = int(model.config.vocab_size)
        self._dice = dice
        self._prefix = [dice.randrange(self.vocabulary) for _ in range(PREFIX)]
        cuda = model.device.type == "cuda"
        self.passes: Any = open_passes(model) if cuda else StaticPasses(model, graph=False)
        self.count = 0

    def prompt(self) -> list[int]:
        """The cached prefix and new tokens after it, other ones each time."""
        return [*self._prefix, *(self._dice.randrange(self.vocabulary) for _ in range(NEW))]

    def rest(self, prompt: Sequence[int], room: int) -> list[int]:
        found: list[int] = self.passes.rest(prompt, max(room, PREFIX + NEW + 600))
        return found

    def run(self, tokens: Sequence[int]) -> Any:
        """Counts the passes on their way to the model."""
        self.count += 1
        return self.passes.run(tokens)

    def ours(self, gold: Gold) -> tuple[float, float, int]:
        """The whole answer, its first token, and how many passes it took."""
        from danqing.language.local.decoding import Limits, decode

        replay: Any = Replay(gold, self.vocabulary)
        prompt, self.count = self.prompt(), 0
        limits = Limits(150, 0.0, frozenset())  # the default setting: it decides how long the cache is
        start = self._now()
        tokens = decode(self, prompt, replay, limits, lambda: False)
        end = self._now()
        if len(tokens) != gold.tokens:
            raise SystemExit(f"{len(tokens)} tokens instead of {gold.tokens}: {gold.text}")
        first = replay.first or end
        return (end - start) * 1e3, (first - start) * 1e3, self.count

    def free(self, count: int = NEW) -> float:
        """A token that nothing forces, after the first."""
        from danqing.language.local.decoding import Limits, decode

        times = []
        for tokens in (1, count + 1):
            prompt, start = self.prompt(), self._now()
            decode(self, prompt, None, Limits(tokens, 0.0, frozenset()), lambda: False)
            times.append(self._now() - start)
        return (times[1] - times[0]) / count * 1e3

    def generated(self, model: Any, tokens: int) -> float:
        """``generate`` over the whole prompt, as the recipe does it."""
        import torch

        ids = torch.tensor([self.prompt()], device=model.device)
        start = self._now()
        model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=tokens, do_sample=False, pad_token_id=0)
        return (self._now() - start) * 1e3

    def psnr(self) -> float:
        """Of the logits against eager passes over a cache that grows, in dB."""
        import torch

        from danqing.language.local.passes import DynamicPasses

        prompt = self.prompt()
        with torch.inference_mode():
            mine = self.run(self.rest(prompt, PREFIX + NEW))
            eager = DynamicPasses(self.model)
            reference = eager.run(eager.rest(prompt, PREFIX + NEW))
        error = (mine - reference).square().mean().sqrt().clamp_min(1e-12)
        return float(20 * torch.log10((reference.max() - reference.min()) / error))

    def copied(self) -> float:
        """GB a second of a copy on the device, reading and writing counted."""
        import torch

        size = 2**30 if self.model.device.type == "cuda" else 2**26
        source = torch.zeros(size, dtype=torch.uint8, device=self.model.device)
        target = torch.empty_like(source)
        times = []
        for _ in range(12):
            start = self._now()
            target.copy_(source)
            times.append(self._now() - start)
        return 2 * size / statistics.median(times) / 1e9

    def _now(self) -> float:
        import torch

        if self.model.device.type == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter()


def measure(config: str, device: str, seconds: float) -> dict[str, Any]:
    """All figures. After ``seconds`` no further answers are written by the slow ways."""
    import torch
    import transformers

    started = time.perf_counter()
    golds = gold_answers()
    bench = Bench(random_model(config, device))
    nf4, absent = None, None
    try:
        nf4 = quantised(bench.model)
    except (ImportError, RuntimeError, AttributeError, TypeError, ValueError) as error:
        absent = f"{type(error).__name__}: {error}".splitlines()[0]
    ways: dict[str, Callable[[int], float]] = {"bf16 generate": lambda n: bench.generated(bench.model, n)}
    if nf4 is not None:
        ways["recipe"] = lambda n: bench.generated(nf4, n)
    for gold in golds[:3]:  # warm-up: kernels are chosen, graphs captured
        bench.ours(gold), bench.ours(gold.without_jump())
    bench.free(), [way(4) for way in ways.values()]
    rows: list[dict[str, Any]] = []
    for gold in random.Random(1).sample(golds, len(golds)):
        whole, first, passes = bench.ours(gold)
        slow, _, single = bench.ours(gold.without_jump())
        row = {
            "tokens": gold.tokens,
            "whole": whole,
            "first": first,
            "passes": passes,
            "no jump": slow,
            "single": single,
        }
        if len(rows) < 2 or time.perf_counter() - started < seconds:
            for name, way in ways.items():
                row[name], row[f"{name} first"] = way(gold.tokens), way(1)
            row["free"] = bench.free()
        rows.append(row)
    return {
        "config": config,
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
        "versions": f"torch {torch.__version__}, transformers {transformers.__version__}",
        "labels": "random weights; gold tokens are forced; the recipe writes as many tokens of its own choice",
        "grammar": "llguidance at work" if golds[0].matcher else "steps from a file, time of masks missing",
        "passes": type(bench.passes).__name__,
        "graphs": list(getattr(bench.passes, "captured", ())),
        **summed_up(rows, list(ways), bench),
        "recipe_absent": absent,
        "seconds": round(time.perf_counter() - started, 1),
    }


def summed_up(rows: list[dict[str, Any]], ways: Sequence[str], bench: Bench) -> dict[str, Any]:
    """Medians over the answers; ratios over those that every way wrote."""

    def median(name: str, among: list[dict[str, Any]] = rows) -> float:
        return round(statistics.median([row[name] for row in among if name in row]), 3)

    both = [row for row in rows if all(way in row for way in ways)]
    tokens = sum(row["tokens"] for row in rows)
    size = sum(p.numel() * p.element_size() for n, p in bench.model.named_parameters() if "embed_tokens" not in n)
    copied = bench.copied()
    floor = size / copied / 1e6
    found: dict[str, Any] = {
        "answers": len(rows),
        "tokens_an_answer": median("tokens"),
        "ms_a_free_token": median("free"),
        "forwards_a_token": round(sum(row["passes"] for row in rows) / tokens, 3),
        "forwards_a_token_without_jump": round(sum(row["single"] for row in rows) / tokens, 3),
        "first_token_ms": median("first"),
        "whole_answer_ms": median("whole"),
        "whole_answer_without_jump_ms": median("no jump"),
        "answers_by_all": len(both),
        "copy_gb_s": round(copied, 1),
        "floor_ms_a_token": round(floor, 3),
        "fraction_of_floor": round(floor / median("free"), 3),
        "psnr_db": round(bench.psnr(), 1),
    }
    for way in ("recipe", "bf16 generate"):
        key = way.replace(" ", "_")
        if way not in ways:
            found |= {
                f"{key}_whole_ms": None,
                f"{key}_first_ms": None,
                f"{key}_ms_a_token": None,
                f"ratio_to_{key}": None,
            }
            continue
        each = [(row[way] - row[f"{way} first"]) / (row["tokens"] - 1) for row in both if row["tokens"] > 1]
        found |= {
            f"{key}_whole_ms": median(way, both),
            f"{key}_first_ms": median(f"{way} first", both),
            f"{key}_ms_a_token": round(statistics.median(each), 3),
            f"ratio_to_{key}": round(statistics.median([row[way] / row["whole"] for row in both]), 2),
        }
    return found


def main() -> None:
    """Measures and prints, a line a figure or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", choices=("tiny", "qwen2-7b"), default="qwen2-7b")
    parser.add_argument("--device", help="cuda or cpu; without it the card where there is one")
    parser.add_argument("--seconds", type=float, default=150, help="after these no more answers by the slow ways")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write-steps", action="store_true", help=f"write {STEPS.name} and end")
    arguments = parser.parse_args()
    if arguments.write_steps:
        rows = [
            {"text": gold.text, "steps": [[step.forced, step.chosen] for step in gold.steps]} for gold in composed()
        ]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        STEPS.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        return
    import torch

    device = arguments.device or ("cuda" if torch.cuda.is_available() else "cpu")
    found = measure(arguments.config, device, arguments.seconds)
    if arguments.json:
        print(json.dumps(found, indent=1))
    else:
        print("\n".join(f"{name.replace('_', ' '):34} {value}" for name, value in found.items()))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    main()
