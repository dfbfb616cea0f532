"""``python -m danqing``: the same as the command ``danqing``."""

from danqing.cli.main import app

if __name__ == "__main__":
    app(prog_name="danqing")
