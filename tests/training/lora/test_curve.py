"""The loss curve, as a table and drawn."""

from pathlib import Path
from xml.etree import ElementTree

from danqing.training.lora.curve import Curve, smoothed, svg


def test_it_goes_on_where_a_checkpoint_stands(tmp_path: Path) -> None:
    curve = Curve(tmp_path, 0)
    for step in range(1, 6):
        curve.add(step, 1 / step, 1e-4)
    curve.write()
    again = Curve(tmp_path, 3)
    assert [row[0] for row in again.rows] == [1, 2, 3]
    again.add(4, 0.5, 1e-4)
    again.write()
    assert (tmp_path / "loss.csv").read_text().splitlines()[-1] == "4,0.500000,1.000e-04"


def test_it_is_drawn() -> None:
    for rows in ([], [(1, 0.5, 1e-4)], [(step, 1 / step, 1e-4) for step in range(1, 3000)]):
        tree = ElementTree.fromstring(svg(rows))
        lines = [element for element in tree if element.tag.endswith("polyline")]
        assert len(lines) == 2
        assert len(lines[0].attrib["points"].split()) <= 1200


def test_the_mean_follows_slowly() -> None:
    assert smoothed([1.0] * 5) == [1.0] * 5
    means = smoothed([1.0] * 50 + [0.0] * 50)
    assert 0.05 < means[-1] < 0.12
