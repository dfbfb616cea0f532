"""Files and functions stay short, and the repository small."""

import ast
import statistics
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT, functions, here, modules, tracked, tree

MIB = 1024 * 1024

# Files above the soft limit of 300 lines, each with its reason.
LONG_FILES: dict[str, str] = {}


def test_file_length() -> None:
    lengths = {here(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    long = {name: lines for name, lines in lengths.items() if lines > (400 if name in LONG_FILES else 300)}
    assert not long


def test_long_files_are_still_long() -> None:
    short = [name for name in LONG_FILES if len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 300]
    assert not short, f"no longer long: {short}"


def test_function_length() -> None:
    lengths = {
        f"{here(path, node)} {node.name}": body_length(node) for path in modules() for node in functions(tree(path))
    }
    ordered = sorted(lengths.items(), key=lambda item: -item[1])
    cut = statistics.quantiles(lengths.values(), n=20)[-1]
    assert cut <= 40, f"95th percentile is {cut:.0f} lines; longest: {ordered[:10]}"


def body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, docstring left out: explaining is no complexity."""
    last = node.end_lineno or node.lineno
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return last - node.lineno + 1 - ((first.end_lineno or first.lineno) - first.lineno + 1)
    return last - node.lineno + 1


def size(paths: list[Path]) -> float:
    """Total size in MiB."""
    return sum(path.stat().st_size for path in paths) / MIB


def test_tracked_tree_is_small() -> None:
    assert size(list(tracked())) < 52


def test_starter_weights_are_small() -> None:
    weights = [path for path in tracked() if path.suffix == ".safetensors"]
    assert size([path for path in weights if path.is_relative_to(PACKAGE)]) * MIB <= 44e6, "in the wheel"
    too_large = [here(path) for path in weights if path.stat().st_size > 14e6]
    assert not too_large, "shards of at most 14 MB"


def test_pictures_of_the_docs_are_small() -> None:
    pictures = [path for path in tracked() if path.is_relative_to(ROOT / "docs" / "pictures")]
    assert size(pictures) <= 4
    assert all(path.suffix in {".webp", ".md"} for path in pictures)
