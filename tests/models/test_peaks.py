"""What was measured is used for the next prediction, lasts, and never stands in the way."""

from pathlib import Path

from danqing.models.memory.peaks import FILE, Peaks, key


def test_measured_takes_the_place_of_predicted(tmp_path: Path) -> None:
    file = tmp_path / FILE
    peaks, name = Peaks(file), key("sdxl", "decode", False, (1024, 1024), "fp16")
    assert peaks.predicted(name, 100) == 100
    peaks.note(name, 80)
    peaks.note(name, 60)
    assert Peaks(file).predicted(name, 100) == 80, "the largest that was seen"
    assert Peaks(file).predicted(key("sdxl", "decode", False, (512, 512), "fp16"), 100) == 100


def test_a_file_that_is_wrong_is_measured_anew(tmp_path: Path) -> None:
    file = tmp_path / FILE
    for text in ("no JSON", "[1]", '{"a": "b", "c": -1}'):
        file.write_text(text)
        assert Peaks(file).measured("a") is None and Peaks(file).measured("c") is None


def test_a_place_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    peaks = Peaks(tmp_path / "absent" / FILE)
    peaks.note("a", 5)
    assert peaks.measured("a") == 5
