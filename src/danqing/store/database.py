"""The database: opening, migrating, transactions, and a pulse that wakes whoever waits for a commit."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from danqing.core.errors import DiskFull, StoreFailed

HEAD = "0004"
"""The newest migration. A test holds it against the scripts; a database that has it never imports Alembic."""


class Database:
    """SQLite in WAL with ``synchronous=FULL`` (NORMAL may lose commits at a power cut), or PostgreSQL.

    ``clock``: seconds since 1970. Raises StoreFailed or DiskFull wherever the database cannot be used.
    """

    def __init__(self, url: str, clock: Any = time.time) -> None:
        self.clock = clock
        self._engine = _engine(url)
        self._place = make_url(url).database or "?"
        self._beat = threading.Condition()
        self._commits = 0
        self._trouble: StoreFailed | None = None
        with self.write() as tx:
            _migrate(tx)

    @staticmethod
    def in_folder(path: Path) -> str:
        """The address of the SQLite file at ``path``."""
        return f"sqlite:///{path}"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent look."""
        with self._spoken(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; on SQLite it takes the write lock at once, so that it never fails half-way on a lock."""
        with self._spoken(), self._engine.connect() as connection:
            writing = connection.execution_options(danqing_write=True)
            with writing.begin():
                yield writing
        with self._beat:
            self._commits += 1
            self._trouble = None
            self._beat.notify_all()

    def seen(self) -> int:
        """A mark for ``wait``: take it, look for what you need, and wait only when it is not there."""
        return self._commits

    def wait(self, seen: int, timeout: float) -> None:
        """Returns at the next commit of this process after ``seen``, at the latest after ``timeout`` seconds.

        Raises the StoreFailed under which a write of this process has failed since: nothing may come any more.
        """
        with self._beat:
            self._beat.wait_for(lambda: self._commits != seen or self._trouble is not None, timeout)
            if self._trouble is not None:
                raise self._trouble

    def wake(self) -> None:
        """Lets everyone who waits look again."""
        with self._beat:
            self._commits += 1
            self._beat.notify_all()

    def troubled(self, error: StoreFailed) -> None:
        """Tells those who wait that the store cannot take what they wait for, until a write succeeds again."""
        with self._beat:
            self._trouble = error
            self._beat.notify_all()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            detail = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
            if "disk is full" in detail or "No space left" in detail:
                raise DiskFull(path=self._place) from error
            raise StoreFailed(path=self._place, detail=detail) from error
        except PoolTimeout as error:
            raise StoreFailed(path=self._place, detail="too many connections at once") from error


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)  # what people wrote stays out of logs
    waiting = {"check_same_thread": False, "timeout": 30}
    engine = create_engine(url, connect_args=waiting, pool_size=8, max_overflow=32, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # Python's own BEGIN is switched off; ours follows below.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("danqing_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _migrate(tx: Connection) -> None:
    """Brings the database to HEAD, in the transaction; StoreFailed where a newer Danqing wrote it."""
    if inspect(tx).has_table("alembic_version"):
        version = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if version == HEAD:
            return
        if version is not None and version > HEAD:
            raise StoreFailed(path=tx.engine.url.database, detail=f"written by a newer Danqing ({version})")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = tx
    command.upgrade(config, "head")
