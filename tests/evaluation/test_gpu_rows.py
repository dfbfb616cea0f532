"""`danqing bench gpu --small`: every row's code on the processor, with tiny models; the figures say nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from danqing.core.errors import BadInput
from danqing.evaluation.gpu.building import build
from danqing.evaluation.gpu.cases import ALL, Case
from danqing.evaluation.gpu.row import Figure, Row, Unavailable
from danqing.evaluation.gpu.rows import ROWS, chosen
from danqing.evaluation.gpu.running import Options, run
from danqing.evaluation.gpu.table import markdown
from danqing.evaluation.gpu.trial import measured

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2

# Of the rows that need a process of their own, one; what the others do in theirs is done here.
MEASURED = tuple(row.name for row in ROWS if row.name not in [case.name for case in ALL[1:]])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench") / "gpu.json"


@pytest.fixture(scope="module")
def found(out: Path) -> dict[str, Any]:
    return run(Options(MEASURED, small=True, out=out, models=out.parent / "models"), lambda line: None)


@pytest.mark.parametrize("row", chosen(MEASURED), ids=lambda row: row.name)
def test_a_row_gives_the_figures_that_it_announces(found: dict[str, Any], row: Row) -> None:
    got = found["rows"][row.name]
    if "without" in got:
        assert not got["without"]["en"].startswith("failed"), got
        return
    assert {figure.name for figure in row.figures} <= set(got["figures"])


def test_what_was_measured_is_kept_and_gone_on_with(found: dict[str, Any], out: Path) -> None:
    assert json.loads(out.read_text("utf-8")) == found
    again = run(Options(("probes",), small=True, out=out, models=out.parent / "models"), lambda line: None)
    assert set(again["rows"]) == set(MEASURED)
    assert again["rows"]["png"] == found["rows"]["png"]


def test_ours_is_the_picture_of_the_eager_steps(found: dict[str, Any]) -> None:
    assert found["rows"]["sdxl-512"]["figures"]["likeness to eager"] >= 45


def test_the_table_has_every_row_in_both_languages(found: dict[str, Any]) -> None:
    english, chinese = (markdown(found, language) for language in ("en", "zh"))
    for row in chosen(MEASURED):
        assert f"| {row.english} |" in english
        assert f"| {row.chinese} |" in chinese
    assert english.count("\n") == chinese.count("\n")


@pytest.mark.parametrize("case", ALL[1:], ids=lambda case: case.name)
def test_what_has_to_fit_is_drawn_and_written(found: dict[str, Any], out: Path, case: Case) -> None:
    import torch

    folders = out.parent / "models"
    for name in filter(None, (case.writer, case.painter)):
        build(folders / name, torch.device("cpu"), small=True)
    taken = measured(case, folders, small=True)
    assert taken["first"]
    assert taken["ram"]
    assert taken["planned"]
    assert taken["bits"] == (None if case.painter is None else 32)


def test_full_size_is_the_size_of_the_models() -> None:
    """Parameters in millions, as the makers give them."""
    import torch

    from danqing.evaluation.gpu.building import random_language_model, random_part
    from danqing.evaluation.gpu.shapes import painter_parts

    meta = torch.device("meta")
    made = {
        f"{family} {name}": random_part(name, config, meta)
        for family in ("sdxl", "sd15")
        for name, config in painter_parts(family, False).items()
    }
    made |= {name: random_language_model(name, meta, False) for name in ("qwen2-7b", "qwen2.5-3b")}
    millions = {name: round(sum(p.numel() for p in part.parameters()) / 1e6) for name, part in made.items()}
    assert millions == {
        "sdxl text_encoder": 123, "sdxl text_encoder_2": 695, "sdxl unet": 2567, "sdxl vae": 84,
        "sd15 text_encoder": 123, "sd15 unet": 860, "sd15 vae": 84, "qwen2-7b": 7616, "qwen2.5-3b": 3086,
    }  # fmt: skip


def test_an_unknown_row_is_named_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="sdxl-512"):
        chosen(("sdxl",))


def test_without_a_card_it_says_so() -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a card")
    with pytest.raises(Unavailable, match="--small"):
        run(Options(), lambda line: None)


def test_an_aim_tells_what_keeps_to_it() -> None:
    figure = Figure("ours", "丹青", "s", most=0.3)
    assert (figure.aim, figure.met(0.3), figure.met(0.31)) == ("≤ 0.3 s", True, False)
