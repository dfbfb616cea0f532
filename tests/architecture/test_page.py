"""The page: small, from nowhere else, and built from pinned packages of the public registry."""

import gzip
import json
import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT

STATIC = PACKAGE / "server" / "static"
WEB = ROOT / "web"
START_KB = 75
WHOLE_KB = 120  # gallery, mask, rooms and tools come when they are opened


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    if not (STATIC / "index.html").is_file():
        pytest.skip("the page is not built (make web)")


def compressed(files: set[Path]) -> int:
    """Bytes."""
    assert files
    return sum(len(gzip.compress(path.read_bytes())) for path in files)


def test_little_is_loaded_to_show_the_first_page() -> None:
    wanted = set(re.findall(r'(?:src|href)="/(assets/[^"]+)"', (STATIC / "index.html").read_text(encoding="utf-8")))
    for script in [name for name in wanted if name.endswith(".js")]:
        imported = re.findall(r'from\s*"\./([^"]+)"', (STATIC / script).read_text(encoding="utf-8"))
        assert imported, "the page's script imports what its parts share"
        wanted |= {f"assets/{name}" for name in imported}
    assert compressed({STATIC / name for name in wanted}) <= START_KB * 1000


def test_scripts_and_styles_are_small() -> None:
    assert compressed({path for path in STATIC.rglob("*") if path.suffix in (".js", ".css")}) <= WHOLE_KB * 1000


def test_nothing_is_loaded_from_elsewhere() -> None:
    """Addresses in the scripts are names (SVG's) or the framework's hints in error messages, never loaded."""
    known = re.compile(r"https?://(?:www\.w3\.org/|svelte\.dev/e/)")
    for path in STATIC.rglob("*"):
        if path.suffix in (".js", ".css", ".html", ".webmanifest"):
            text = known.sub("", path.read_text(encoding="utf-8"))
            assert not re.search(r"https?://[\w.-]+", text), path.name


def test_the_index_holds_no_script_of_its_own() -> None:
    index = (STATIC / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\son\w+=", index), "the security policy would block it"


def test_packages_come_from_the_public_registry_by_their_hashes() -> None:
    packages = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, entry in packages.items():
        if name:
            assert entry["integrity"].startswith("sha512-"), name
            assert entry.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/"), name


def test_components_stay_small() -> None:
    long = {
        path.name: lines
        for path in (WEB / "src").rglob("*")
        if path.suffix in (".svelte", ".ts", ".css") and path.name not in ("schema.d.ts", "app.css")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
