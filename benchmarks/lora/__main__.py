"""``python -m benchmarks.lora``: the figures of adapter training as one JSON object on stdout.

python -m benchmarks.lora                              both lessons on the starter
python -m benchmarks.lora --lesson style --prior 0     one of them, without prior preservation
python -m benchmarks.lora --device cuda                on a card
python -m benchmarks.lora --sdxl [--tiny]              memory of an SDXL-size adapter; --tiny rehearses it anywhere
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from danqing.models.devices import calm_threads

LESSON_NAMES = ("object", "style")


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lesson", choices=LESSON_NAMES, action="append")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--layers", choices=("attention", "all"), help="all for the lessons, attention for --sdxl")
    parser.add_argument("--text-encoder", action="store_true")
    parser.add_argument("--prior", type=int, default=24, help="pictures of prior preservation, 0 for none")
    parser.add_argument("--pictures", type=int, default=48, help="drawn for each figure")
    parser.add_argument("--keep", type=Path, help="folder for pictures, adapters and contact sheets")
    parser.add_argument("--measure-only", action="store_true", help="the adapters that --keep holds")
    parser.add_argument("--sdxl", action="store_true")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--optimizer", choices=("adamw", "adamw8bit"), default="adamw")
    arguments = parser.parse_args()
    calm_threads()
    print(json.dumps(_memory(arguments) if arguments.sdxl else _lessons(arguments), indent=1))


def _memory(arguments: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.lora import memory

    chosen = arguments.rank, arguments.layers or "attention", arguments.optimizer
    found: dict[str, Any] = memory.measure(arguments.device, arguments.tiny, *chosen, _report)
    return found


def _lessons(arguments: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.lora import teaching

    settings: dict[str, Any] = {n: getattr(arguments, n) for n in ("steps", "batch", "rank", "lr")}
    settings |= {"layers": arguments.layers or "all", "text_encoder": arguments.text_encoder}
    if arguments.prior:
        settings |= {"class_prompts": teaching.class_prompts(), "prior_pictures": arguments.prior}
    out: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        kept = arguments.keep or Path(temporary)
        for name in arguments.lesson or LESSON_NAMES:
            folder = kept / name
            folder.mkdir(parents=True, exist_ok=True)
            taught = {} if arguments.measure_only else teaching.teach(name, folder, settings, arguments.device, _report)
            lora, sheet = folder / "out" / "lora.safetensors", folder / "sheet.png"
            figures = teaching.measure(name, lora, arguments.device, arguments.pictures, _report, sheet)
            out[name] = {"training": taught, **figures}
            _report(json.dumps(out[name]))
    return out


def _report(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
