"""The table of dialects in the documentation says what the program does."""

from pathlib import Path

import pytest

from danqing.models.families import FAMILIES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("page", "yes", "no"), [("prompts.md", "yes", "no"), ("prompts.zh-CN.md", "是", "否")])
def test_the_table_of_dialects_is_right(page: str, yes: str, no: str) -> None:
    lines = (DOCS / page).read_text("utf-8").splitlines()
    rows = {cells[0].strip("`"): cells[3:] for line in lines if len(cells := line.strip("| ").split(" | ")) == 9}
    for name, family in FAMILIES.items():
        said = [yes if value else no for value in (family.chinese, family.negative, family.weights)]
        assert rows[name] == [*said, str(family.budget), str(family.steps), str(family.guidance)]
