"""Licences: the card comes first, a well-known name second, and what nobody tells stays unknown."""

import json
import tomllib
from pathlib import Path

import pytest

from danqing.models.licences import FILE, front_matter, licence_of


def card(place: Path, *lines: str) -> Path:
    place.mkdir(exist_ok=True)
    (place / "README.md").write_text("\n".join(["---", *lines, "---", "# A model", "license: not this"]))
    return place


@pytest.mark.parametrize(
    ("lines", "name", "commercial"),
    [
        (["license: apache-2.0"], "Apache-2.0", "yes"),
        (["license: openrail++", "tags:", "- text-to-image"], "CreativeML Open RAIL++-M", "conditions"),
        (
            ["license: other", "license_name: flux-1-dev-non-commercial-license", "license_link: LICENSE.md"],
            "FLUX [dev] Non-Commercial License",
            "no",
        ),
        (
            ["license: other", "license_name: stabilityai-ai-community"],
            "Stability AI Community License",
            "conditions",
        ),
        (["license: 'gemma'"], "Gemma Terms of Use", "conditions"),
        (["license: my-own"], "my-own", None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_card(lines: list[str], name: str, commercial: str | None, tmp_path: Path) -> None:
    found = licence_of(card(tmp_path / "x", *lines), "black-forest-labs/FLUX.1-dev")
    assert (found.name, found.basis, found.commercial) == (name, "card", commercial)
    assert bool(found.said("en")) == bool(found.said("zh")) == (commercial is not None)


@pytest.mark.parametrize(
    ("repo", "name"),
    [
        ("black-forest-labs/FLUX.1-dev", "FLUX [dev] Non-Commercial License"),
        ("black-forest-labs/FLUX.1-schnell", "Apache-2.0"),
        ("stabilityai/stable-diffusion-xl-base-1.0", "CreativeML Open RAIL++-M"),
        ("stable-diffusion-v1-5/stable-diffusion-v1-5", "CreativeML Open RAIL-M"),
        ("stabilityai/stable-diffusion-3.5-large", "Stability AI Community License"),
        ("Qwen/Qwen-Image", "Apache-2.0"),
        ("Tongyi-MAI/Z-Image-Turbo", "Apache-2.0"),
        ("Qwen/Qwen2.5-7B-Instruct", "Apache-2.0"),
        ("Qwen/Qwen2.5-3B-Instruct", "Qwen Research License"),
        ("me/my-mix", ""),
    ],
)
def test_the_name(repo: str, name: str, tmp_path: Path) -> None:
    assert licence_of(tmp_path, repo).name == name
    (tmp_path / "model_index.json").write_text(json.dumps({"_name_or_path": repo}))
    assert licence_of(tmp_path).name == name


def test_a_card_that_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Only words\nlicense: mit\n")
    assert front_matter(tmp_path / "README.md") == {}
    assert licence_of(tmp_path).basis == "unknown"
    assert licence_of(tmp_path / "gone.safetensors").basis == "unknown"


def test_the_list_is_whole() -> None:
    entries = tomllib.loads(FILE.read_text("utf-8"))
    for entry in entries.values():
        assert entry["commercial"] in ("yes", "conditions", "no")
        assert entry["en"].isascii() or "“" in entry["en"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in entry["zh"])
        assert all(word == word.lower() for word in (*entry["ids"], *entry.get("repos", ())))
    ids = [word for entry in entries.values() for word in entry["ids"]]
    assert len(ids) == len(set(ids))
