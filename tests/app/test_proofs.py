"""The proofs under load, in short: ``make proof`` runs them for minutes."""

from pathlib import Path

import pytest
from benchmarks.proofs.kill import ZERO, kill_for
from benchmarks.proofs.soak import soak


@pytest.mark.slow
def test_killed_again_and_again(tmp_path: Path) -> None:
    figures = kill_for(12, tmp_path)
    assert figures["kills"] >= 3
    assert figures["accepted"] > 0
    assert {name: figures[name] for name in ZERO} == dict.fromkeys(ZERO, 0)


@pytest.mark.slow
def test_a_server_under_many_turns(tmp_path: Path) -> None:
    figures = soak(60, tmp_path)
    assert figures["not_drawn"] == 0
