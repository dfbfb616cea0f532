"""``python -m danqing.evaluation.gpu``: ``danqing bench gpu`` where the libraries of the command line are missing."""

import argparse
import json
import sys
from pathlib import Path

from danqing.core.errors import DanqingError
from danqing.evaluation.gpu.running import Options, run
from danqing.evaluation.gpu.table import markdown


def main() -> int:
    """Measures and prints; the options are those of the command."""
    parser = argparse.ArgumentParser(prog="python -m danqing.evaluation.gpu")
    parser.add_argument("--only", default="")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--models", type=Path)
    given = parser.parse_args()
    only = tuple(name for name in given.only.split(",") if name)
    try:
        found = run(
            Options(only, given.quick, given.small, given.out, given.models),
            lambda line: print(line, file=sys.stderr, flush=True),
        )
    except DanqingError as error:
        print(error.message("en"), file=sys.stderr)
        return error.exit_code
    print(json.dumps(found, ensure_ascii=False) if given.json else markdown(found, "en"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
