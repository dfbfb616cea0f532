"""TOML files that people edit, changed by a command: comments and other lines stay, and a crash leaves the old file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from danqing.core.errors import BadInput, store_error

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


@contextmanager
def edited(path: Path, private: bool = False) -> Iterator["TOMLDocument"]:
    """The file's document, an empty one where there is none; written whole when the block ends well.

    Only its owner may read a new file; one that is there keeps its rights unless it is to be ``private``. A link stays
    one. Raises BadInput for what is no TOML, StoreFailed where it cannot be read or written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    target = path.resolve()
    try:
        text = target.read_text("utf-8") if target.exists() else ""
        document = tomlkit.parse(text)
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise BadInput("toml_file", path=path, detail=error) from error
    except OSError as error:
        raise store_error(path, error) from error
    yield document
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(target, tomlkit.dumps(document).encode("utf-8"), private)
    except OSError as error:
        raise store_error(path, error) from error


def replace_file(target: Path, data: bytes, private: bool = False) -> None:
    """A new file, on the platter, in the place of the old one. Raises OSError; then the old one stays.

    Only its owner may read it where there was none, or where it is to be ``private``.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists() and not private:
            Path(name).chmod(target.stat().st_mode & 0o777)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
