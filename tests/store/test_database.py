"""Opening, migrating and what happens when the database cannot be used."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from danqing.core.errors import DiskFull, StoreFailed
from danqing.store import database as module
from danqing.store.database import HEAD, Database
from danqing.store.tables import metadata


def test_migrations_make_exactly_the_tables(url: str) -> None:
    database = Database(url)
    with database.read() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []
    database.close()


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_sqlite_is_set_up_for_durability(tmp_path: Path) -> None:
    database = Database(Database.in_folder(tmp_path / "a.db"))
    with database.read() as tx:
        assert tx.scalar(text("PRAGMA journal_mode")) == "wal"
        assert tx.scalar(text("PRAGMA synchronous")) == 2
        assert tx.scalar(text("PRAGMA foreign_keys")) == 1
    database.close()


def test_opening_again_needs_no_alembic(tmp_path: Path) -> None:
    address = Database.in_folder(tmp_path / "a.db")
    Database(address).close()
    code = f"from danqing.store.database import Database; Database({address!r}).close(); import sys; "
    code += "assert 'alembic' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    address = Database.in_folder(tmp_path / "a.db")
    database = Database(address)
    with database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StoreFailed, match="newer"):
        Database(address)


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreFailed, match="not a database"):
        Database(Database.in_folder(tmp_path / "a.db"))


def test_a_full_disk_is_said_and_wakes_who_waits(tmp_path: Path) -> None:
    database = Database(Database.in_folder(tmp_path / "a.db"))
    with pytest.raises(DiskFull) as caught, database.write() as tx:
        tx.execute(text("PRAGMA max_page_count=1"))  # capped at the present size: SQLite's own "disk is full"
        tx.execute(text("CREATE TABLE big AS SELECT randomblob(1000000) AS b"))
    database.troubled(caught.value)
    with pytest.raises(DiskFull):
        database.wait(database.seen(), 5)
    database.close()


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    database = Database(Database.in_folder(tmp_path / "a.db"))
    with database.write() as tx:
        tx.execute(text("CREATE TABLE n (v INTEGER)"))
        tx.execute(text("INSERT INTO n VALUES (0)"))

    def add() -> None:
        for _ in range(20):
            with database.write() as tx:
                value = tx.scalar(text("SELECT v FROM n")) or 0
                tx.execute(text("UPDATE n SET v = :v"), {"v": value + 1})

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as tx:
        assert tx.scalar(text("SELECT v FROM n")) == 80
    database.close()
    assert sqlite3.connect(tmp_path / "a.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)
