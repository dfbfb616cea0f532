"""One folder a family with random weights, made once and opened once in a session."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import torch

from danqing.language.local.transformers_llm import TransformersLanguageModel
from tests.language.local.families import FAMILIES, make_folder

Opened = Callable[[str], TransformersLanguageModel]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Matrices of width 64 gain nothing from a second thread, and lose much on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The language model of a family by its name."""
    root = tmp_path_factory.mktemp("families")

    @cache
    def open_family(name: str) -> TransformersLanguageModel:
        return TransformersLanguageModel(make_folder(root / name, FAMILIES[name]), device="cpu")

    return open_family


@pytest.fixture
def folder(opened: Opened, tmp_path: Path) -> Path:
    """A copy of a whole folder, to be spoilt."""
    import shutil

    return Path(shutil.copytree(opened("qwen2").folder, tmp_path / "copy"))
