"""Compiled word lists: the same vocabulary as from the lists themselves, and used only with them."""

from pathlib import Path

import pytest

from danqing.language.vocabulary import compiled
from danqing.language.vocabulary.terms import Term, Vocabulary, read

LIST = """
[subject]
wolf = ["狼", "灰狼"]
bridge = ["桥", "石桥"]
[attribute]
flying = ["飞"]
[material]
stone = ["石"]
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "things.toml"
    path.write_text(LIST, "utf-8")
    return path


def test_a_compiled_vocabulary_is_the_parsed_one(source: Path, tmp_path: Path) -> None:
    parsed = Vocabulary(read([source]), {})
    compiled.write(tmp_path / compiled.FILE, [source], *parsed.rows())
    made = compiled.load(tmp_path / compiled.FILE, [source])
    assert made is not None
    restored = Vocabulary.restored([Term(*row) for row in made[0]], made[1])
    assert restored.rows() == parsed.rows()
    assert len(restored) == len(parsed)
    assert restored.longest == parsed.longest
    for word in ("wolves", "flew", "石桥", "灰狼", "bridges", "rock"):
        assert restored.get(word) == parsed.get(word), word
    assert restored.named("bridge") == parsed.named("bridge")


def test_changed_lists_make_it_worthless(source: Path, tmp_path: Path) -> None:
    compiled.write(tmp_path / compiled.FILE, [source], *Vocabulary(read([source]), {}).rows())
    source.write_text(LIST.replace("狼", "豺"), "utf-8")
    assert compiled.load(tmp_path / compiled.FILE, [source]) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff", b'{"sources": "", "terms": 1, "words": {}}'])
def test_what_is_damaged_is_left_alone(source: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / compiled.FILE).write_bytes(content)
    assert compiled.load(tmp_path / compiled.FILE, [source]) is None


def test_nothing_unfinished_is_left(source: Path, tmp_path: Path) -> None:
    compiled.write(tmp_path / compiled.FILE, [source], *Vocabulary(read([source]), {}).rows())
    assert sorted(path.name for path in tmp_path.iterdir()) == [compiled.FILE, "things.toml"]
