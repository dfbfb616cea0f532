"""Writes measured figures into the documents that quote them: README, docs/models, docs/performance, the model cards.

danqing eval starter --json > figures.json; danqing bench --json > bench.json
danqing eval entities --json > entities.json; danqing eval facts --json > facts.json    (--reserved: the final figure)
python tools/figures.py figures.json bench.json …    (or --check: writes nothing, exit code 1 where a table is stale)

danqing bench gpu --out benchmarks/gpu.json    (read from there)

Keeps what was measured in benchmarks/figures.json; a file may hold some parts only. Each document says where a table
belongs: ``<!-- figures: NAME -->`` to ``<!-- /figures -->``.
"""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "benchmarks" / "figures.json"
GPU = ROOT / "benchmarks" / "gpu.json"
CARDS = ROOT / "src" / "danqing" / "models" / "starter"
PAGES = (
    *(ROOT / name for name in ("README.md", "README.zh-CN.md")),
    *(ROOT / "docs" / name for name in ("models.md", "models.zh-CN.md")),
    *(ROOT / "docs" / name for name in ("performance.md", "performance.zh-CN.md")),
    *(ROOT / "docs" / f"{name}{tail}.md" for name in ("entities", "prompts") for tail in ("", ".zh-CN")),
    *(CARDS / role / "README.md" for role in ("painter", "writer", "critic")),
)
PLACE = re.compile(r"(<!-- figures: ([a-z-]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)
WRITER_ROWS = (
    ("first requests, en", "scene exactly right", "first requests in English", "英文首句"),
    ("first requests, zh", "scene exactly right", "first requests in Chinese", "中文首句"),
    ("edits", "scene exactly right", "edits in dialogues of 2 to 6 turns", "2 到 6 轮对话中的修改"),
    ("written by hand, en", "scene exactly right", "requests written by hand, English", "人工写的英文请求"),
    ("written by hand, zh", "scene exactly right", "requests written by hand, Chinese", "人工写的中文请求"),
    ("dialogues by hand", "turns exactly right", "turns of dialogues written by hand", "人工写的对话，每一轮"),
    ("outside the domain, en", "recognised", "outside its domain, recognised, English", "超出范围能认出，英文"),
    ("outside the domain, zh", "recognised", "outside its domain, recognised, Chinese", "超出范围能认出，中文"),
)
PAINTER_ROWS = (
    ("1 subject", "one subject", "一种事物"),
    ("2 subjects", "two subjects", "两种事物"),
    ("3 subjects", "three subjects", "三种事物"),
    ("pairs never trained, 1 subject", "kind and colour never trained together", "从未一起训练过的事物与颜色"),
)

KEYS = ("precision", "recall", "F1", "n")


def percent(share: float | None) -> str:
    """A share as the tables show it."""
    return "" if share is None else f"{100 * share:.1f} %"


def measured(data: dict[str, Any], chinese: bool) -> str:
    """The sentence that says by what and where."""
    said = f"{data['date']}, {data['commit']}, {data['machine']}"
    return f"（{said}）" if chinese else f"({said})"


def summary(figures: dict[str, Any], chinese: bool) -> str:
    """The short table of README and docs/models."""
    writer, painter = figures["writer"], figures["painter"]
    head = "| | 全部正确 | 数量 |" if chinese else "| | exactly right | of |"
    lines = [head, "|---|---|---|"]
    for row, key, english, han in WRITER_ROWS:
        lines.append(f"| {han if chinese else english} | {percent(writer[row][key])} | {writer[row]['n']} |")
    for row, english, han in PAINTER_ROWS:
        name = f"画：{han}" if chinese else f"drawn: {english}"
        lines.append(f"| {name} | {percent(painter[row]['all'])} | {painter[row]['n']} |")
    where = figures["measured"]
    both = {
        key: ", ".join(dict.fromkeys(where[part][key] for part in ("writer", "painter"))) for key in ("date", "commit")
    }
    said = measured({**where["painter"], **both}, chinese)
    if chinese:
        by = f"由 `danqing eval starter` 测得；画由另一个评审模型判定{said}"
    else:
        by = f"By `danqing eval starter`; pictures judged by the reserved critic {said}"
    return "\n".join([*lines, "", by])


def attributes(rows: dict[str, dict[str, float]], when: str) -> str:
    """One line a row, one column an attribute."""
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    lines = [f"| | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for name, row in rows.items():
        cells = (str(row[n]) if n == "n" else percent(row.get(n)) for n in names)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", when])


def speed(bench: dict[str, Any]) -> str:
    """The rows of ``danqing bench``."""
    flat: dict[str, Any] = {}
    for key, value in bench.items():
        if isinstance(value, dict):
            flat |= {f"{key}: {name}": part for name, part in value.items()}
        elif key not in ("commit", "date", "machine"):
            flat[key] = value
    lines = ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in flat.items())]
    return "\n".join([*lines, "", measured(bench, False)])


def command(name: str, figures: dict[str, Any]) -> str:
    """What was run: which half the figures are about."""
    return f"`danqing eval {name}{' --reserved' if figures['half'] == 'reserved' else ''}`"


def types(entities: dict[str, Any], chinese: bool) -> str:
    """Precision, recall and F1 of each type of entity, English beside Chinese."""
    both = [entities[language] for language in ("en", "zh")]
    names = ["all", *dict.fromkeys(name for one in both for name in one["by type"])]
    columns = ("精确率", "召回率", "F1", "个数") if chinese else ("precision", "recall", "F1", "n")
    languages = ("英文", "中文") if chinese else ("English", "Chinese")
    head = [f"{language}: {column}" for language in languages for column in columns]
    lines = [f"| | {' | '.join(head)} |", "|---" * (len(head) + 1) + "|"]
    for name in names:
        found = [one["all"] if name == "all" else one["by type"].get(name, {}) for one in both]
        cells = [str(row.get(key, "")) if key == "n" else percent(row.get(key)) for row in found for key in KEYS]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    took = " / ".join(str(one["ms for 200 characters"]) for one in both)
    said = f"{'二百字用时（毫秒，英文 / 中文）' if chinese else 'ms for 200 characters, English / Chinese'}: {took}"
    return "\n".join([*lines, "", f"{command('entities', entities)}; {said} {measured(entities, chinese)}"])


def shares(facts: dict[str, Any], chinese: bool) -> str:
    """The shares of facts that reach the prompts of each dialect, in each language."""
    rows = {name: row for name, row in facts.items() if isinstance(row, dict)}
    return attributes(rows, f"{command('facts', facts)} {measured(facts, chinese)}")


def card(chinese: bool) -> str:
    """The rows of ``danqing bench gpu``, as they were measured last."""
    from danqing.evaluation.gpu.table import markdown

    if not GPU.exists():
        return "（尚未在显卡上测量。）" if chinese else "(Not measured on a card yet.)"
    return markdown(json.loads(GPU.read_text(encoding="utf-8")), "zh" if chinese else "en")


def table(name: str, figures: dict[str, Any]) -> str:
    """The text for the place called ``name``."""
    match name:
        case "summary" | "summary-zh":
            return summary(figures, name.endswith("zh"))
        case "entities" | "entities-zh":
            return types(figures["entities"], name.endswith("zh"))
        case "facts" | "facts-zh":
            return shares(figures["facts"], name.endswith("zh"))
        case "gpu" | "gpu-zh":
            return card(name.endswith("zh"))
        case "bench":
            return speed(figures["bench"])
        case _:
            where = measured(figures["measured"][name], False)
            return attributes(figures[name], f"By `danqing eval starter --part {name}` {where}")


def keep(files: list[Path]) -> dict[str, Any]:
    """What was known before with what the files hold; written to KEPT."""
    known: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {"measured": {}}
    for file in files:
        new = json.loads(file.read_text(encoding="utf-8"))
        where = {key: new[key] for key in ("commit", "date", "machine")}
        for part in ("writer", "painter", "critics"):
            if part in new:
                known[part], known["measured"][part] = new[part], where
        if "half" in new:
            known["entities" if "en" in new else "facts"] = new
        if "picture, warm" in new:
            known["bench"] = new
    KEPT.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return known


def main() -> int:
    """Takes the files named on the command line; without any, only writes the documents again, or checks them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    check: bool = given.check
    figures = json.loads(KEPT.read_text(encoding="utf-8")) if check else keep(given.files)
    stale = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        new = PLACE.sub(lambda m: f"{m[1]}{table(m[2], figures)}\n{m[3]}", text)
        if new != text:
            stale.append(str(page.relative_to(ROOT)))
        if not check:
            page.write_text(new, encoding="utf-8")
    if stale:
        print(f"{'not as measured, run tools/figures.py' if check else 'written'}: {', '.join(stale)}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
