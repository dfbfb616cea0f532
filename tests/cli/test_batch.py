"""``danqing batch``: kinds of files, one failure among many, going on after a stop."""

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from danqing.cli.rows import read_rows
from tests.cli.conftest import Run, Start


def manifest(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def test_one_request_a_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "requests.txt").write_text("一只红色的猫\n\n  a blue boat  \n", encoding="utf-8")
    done = run("batch", "requests.txt", "--out", "pictures")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1].startswith("2 drawn, 0 drawn before, 0 failed")
    rows = manifest(tmp_path / "pictures")
    assert [row["text"] for row in rows] == ["一只红色的猫", "a blue boat"]
    assert all((tmp_path / "pictures" / name).is_file() for row in rows for name in row["files"])


def test_default_folder_is_named_after_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("a cat", encoding="utf-8")
    assert run("batch", "mine.txt").exit_code == 0
    assert (tmp_path / "mine-pictures" / "manifest.jsonl").is_file()


def test_csv_with_settings(run: Run, tmp_path: Path) -> None:
    table = 'text,seed,size,n,steps\n"a cat, red",5,64x64,2,3\na boat,,,,\n'
    (tmp_path / "table.csv").write_text(table, encoding="utf-8-sig")
    assert run("batch", "table.csv", "--out", "pictures").exit_code == 0
    first, second = manifest(tmp_path / "pictures")
    assert (first["seed"], first["size"], first["steps"], len(first["files"])) == (5, "64x64", 3, 2)
    assert (second["size"], len(second["files"])) == ("256x256", 1)


def test_files_that_are_no_pictures_fail_their_row_alone(run: Run, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "map.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "map.png").read_bytes()[:60])
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "maps").mkdir()
    wrong = {
        "cut.png": "picture_wrong",
        "text.png": "picture_wrong",
        "gone.png": "picture_missing",
        "maps": "picture_folder",
        "~nobody-of-that-name/x.png": "picture_missing",
        "i" + "0" * 20: "not_found",
    }
    names = ["map.png", *wrong, "map.png"]
    lines = [{"text": "a cat", "control": f"depth:{name}"} for name in names]
    lines += [{"text": "a cat", "init": "map.png", "mask": name} for name in names[1:3]]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = run("batch", "rows.jsonl", "--out", "pictures")
    assert done.exit_code == 1, done.output
    codes = [row["error"] and row["error"]["code"] for row in manifest(tmp_path / "pictures")]
    assert codes == [None, *wrong.values(), None, "picture_wrong", "picture_wrong"]
    assert "maps is a folder" in done.output and "cut.png: " in done.output


def test_one_failure_does_not_stop_the_rest(run: Run, tmp_path: Path) -> None:
    lines = [
        {"text": "a cat"},
        {"text": ""},
        {"text": "a cat", "steps": "many"},
        {"text": "a cat", "colour": "red"},
        {"text": "porn"},
        {"text": "a portrait of my grandmother"},
        ["a cat"],
        {"text": "a cat", "model": "nothing"},
        {"text": "a boat"},
    ]
    text = "\n".join(json.dumps(line) for line in lines) + "\n{broken\n"
    (tmp_path / "rows.jsonl").write_text(text, encoding="utf-8")
    done = run("batch", "rows.jsonl", "--out", "pictures")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1].startswith("2 drawn, 0 drawn before, 8 failed")
    rows = manifest(tmp_path / "pictures")
    assert [row["state"] for row in rows] == ["drawn", *["failed"] * 7, "drawn", "failed"]
    assert all(row["error"]["message"] for row in rows if row["state"] == "failed")
    assert "Traceback" not in done.output


def test_finished_rows_are_passed_over(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "requests.txt"
    file.write_text("a cat\na boat\n", encoding="utf-8")
    run("batch", file, "--out", "pictures")
    file.write_text("a boat\na cat\na star\na cat\n", encoding="utf-8")
    done = run("batch", file, "--out", "pictures")
    assert done.stdout.splitlines()[-1].startswith("2 drawn, 2 drawn before, 0 failed")
    gone = tmp_path / "pictures" / manifest(tmp_path / "pictures")[0]["files"][0]
    gone.unlink()
    done = run("batch", file, "--out", "pictures")
    assert done.stdout.splitlines()[-1].startswith("1 drawn, 3 drawn before, 0 failed")


def test_torn_manifest_is_taken_up(run: Run, tmp_path: Path) -> None:
    (tmp_path / "requests.txt").write_text("a cat\na boat\n", encoding="utf-8")
    run("batch", "requests.txt", "--out", "pictures")
    path = tmp_path / "pictures" / "manifest.jsonl"
    path.write_bytes(path.read_bytes()[:-40])
    done = run("batch", "requests.txt", "--out", "pictures")
    assert done.stdout.splitlines()[-1].startswith("1 drawn, 1 drawn before")
    done = run("batch", "requests.txt", "--out", "pictures")
    assert done.stdout.splitlines()[-1].startswith("0 drawn, 2 drawn before")
    assert done.stdout.splitlines()[:-1] == ["Rows 1 to 2: drawn before"]


def test_ctrl_c_and_on(start: Start, run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(
        "text,size,steps\n" + "".join(f"a cat,2048x2048,{n}\n" for n in range(100, 120)), encoding="utf-8"
    )
    process = start("batch", "r.csv", "--out", "pictures")
    path = tmp_path / "pictures" / "manifest.jsonl"
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_bytes()) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    stdout, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    assert "drawn before" in stdout
    drawn = len(manifest(tmp_path / "pictures"))
    assert 0 < drawn < 20
    done = run("batch", "r.csv", "--out", "pictures")
    assert done.stdout.splitlines()[-1].startswith(f"{20 - drawn} drawn, {drawn} drawn before, 0 failed")


@pytest.mark.parametrize("content", [None, b"", b"\n\n", b"\xff\xfe\x00"])
def test_file_that_is_none(run: Run, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "r.txt").write_bytes(content)
    done = run("batch", "r.txt")
    assert done.exit_code == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.output


def test_folder_that_is_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("a cat", encoding="utf-8")
    (tmp_path / "pictures").write_text("", encoding="utf-8")
    assert run("batch", "r.txt", "--out", "pictures").exit_code == 2


def test_equal_rows_are_two_rows(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("a cat\na cat\n", encoding="utf-8")
    assert len({row.key for row in read_rows(tmp_path / "r.txt")}) == 2


def test_a_comma_without_quotation_marks_spoils_only_its_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,seed\na red boat, at night,3\na cat,4\n", encoding="utf-8")
    first, second = read_rows(tmp_path / "a.csv")
    assert first.error is not None and first.error.key == "row_too_long"
    assert second.error is None and second.options.seed == 4


def test_line_separators_inside_a_text_end_no_row(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text":"a cat\u2028and a boat"}\n{"text":null}\n', encoding="utf-8")
    first, second = read_rows(tmp_path / "a.jsonl")
    assert (first.text, first.error, second.text) == ("a cat\u2028and a boat", None, "")
    for drawn in ("1 drawn, 0 drawn before", "0 drawn, 1 drawn before"):
        assert run("batch", "a.jsonl", "--out", "pictures").stdout.splitlines()[-1].startswith(drawn)


def test_a_cell_that_is_no_number_is_named_and_the_row_keeps_its_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("text,seed\na red cat,x\n", encoding="utf-8")
    result = run("batch", tmp_path / "mine.csv", "--out", tmp_path / "pictures")
    assert result.exit_code == 1 and "seed holds “x”" in result.output
    (row,) = manifest(tmp_path / "pictures")
    assert (row["text"], row["error"]["code"]) == ("a red cat", "cell_no_number")
