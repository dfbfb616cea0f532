"""Fingerprints: right, kept, and worked out again for a file that has changed."""

import hashlib
import os
from pathlib import Path

from danqing.models.digests import FILE, digests


def test_a_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    path, home = tmp_path / "a.safetensors", tmp_path / "home"
    path.write_bytes(b"weights")
    read: list[int] = []
    first = digests([path], home, read.append)
    assert first == {str(path): hashlib.sha256(b"weights").hexdigest()}
    assert digests([path], home, read.append) == first and read == [7]
    path.write_bytes(b"changed")
    os.utime(path, ns=(1, 1))
    assert digests([path], home, read.append)[str(path)] == hashlib.sha256(b"changed").hexdigest()
    assert read == [7, 7]
    (home / FILE).write_text("[")
    assert digests([path], home, read.append)[str(path)] == hashlib.sha256(b"changed").hexdigest()
    assert read == [7, 7, 7]
