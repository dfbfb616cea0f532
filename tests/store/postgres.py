"""An empty schema on a real PostgreSQL, where one answers."""

import os
import secrets
from collections.abc import Iterator

import pytest

POSTGRES = os.environ.get("DANQING_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


def empty_schema() -> Iterator[str]:
    """The address of an empty schema of its own, dropped afterwards."""
    psycopg = pytest.importorskip("psycopg")
    try:
        admin = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers at {POSTGRES}: {str(error).splitlines()[0]}")
    name = f"danqing_{secrets.token_hex(6)}"
    with admin:
        admin.execute(f"CREATE SCHEMA {name}")
        try:
            yield f"{POSTGRES.replace('postgresql://', 'postgresql+psycopg://')}?options=-csearch_path%3D{name}"
        finally:
            admin.execute(f"DROP SCHEMA {name} CASCADE")
