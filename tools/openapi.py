"""Writes the server's OpenAPI description, from which the page's types are made: ``openapi.py FILE``."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from danqing.app.studio import Studio


def main() -> None:
    from danqing.server.app import create_app

    described = create_app(cast("Studio", None)).openapi()  # describing touches no studio
    described["info"]["version"] = ""  # a new version alone is no new type
    target = Path(sys.argv[1])
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(described, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
