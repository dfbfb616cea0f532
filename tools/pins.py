"""Write constraints.txt from the installed versions of everything that Danqing and its extras need."""

import re
from importlib.metadata import distribution, distributions, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Versions that the tests ran with. Written by `make pins`; use:  pip install -c constraints.txt -e .
# The same file serves CPU and CUDA: torch itself pins the CUDA libraries that belong to its build.
"""
# Needed on other systems or with a graphics card only, so not installed where this file is written.
ELSEWHERE = (
    "bitsandbytes==0.50.2",
    'colorama==0.4.6 ; sys_platform == "win32"',
    "torchao==0.18.0",
    'tzdata==2026.6 ; sys_platform == "win32"',
)


def needed(name: str, extras: frozenset[str], seen: dict[str, str]) -> None:
    """Add ``name`` and all that it requires here to ``seen``: canonical name to spelled name."""
    for line in distribution(name).requires or []:
        requirement = Requirement(line)
        wanted = any(
            requirement.marker is None or requirement.marker.evaluate({"extra": extra}) for extra in (*extras, "")
        )
        key = canonicalize_name(requirement.name)
        if not wanted or key not in INSTALLED:
            continue
        known = key in seen
        seen[key] = INSTALLED[key]
        if not known or requirement.extras:
            needed(requirement.name, frozenset(requirement.extras), seen)


INSTALLED = {canonicalize_name(d.metadata["Name"]): d.metadata["Name"] for d in distributions()}


def main() -> None:
    """Walk the requirements of danqing with all extras, and write the file."""
    seen: dict[str, str] = {}
    for extra in ("dev", "postgres"):
        needed("danqing", frozenset({extra}), seen)
    pins = [f"{name}=={re.sub(r'[+].*', '', version(name))}" for _, name in sorted(seen.items())]
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join([*pins, *ELSEWHERE]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
