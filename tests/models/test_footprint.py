"""Memory that a model will take, predicted by mode."""

from pathlib import Path

from danqing.models.catalog import starter_folder
from danqing.models.memory.footprint import MODES, footprint
from tests.models.files import write_weights


def test_matrices_are_packed_and_embeddings_are_not(tmp_path: Path) -> None:
    shapes: dict[str, tuple[int, ...]] = {"embed_tokens.weight": (10, 8), "layer.weight": (64, 100), "layer.bias": (7,)}
    write_weights(tmp_path / "model.safetensors", shapes)
    found = footprint(tmp_path, "writer").weights
    assert found["fp32"] == (80 + 6400 + 7) * 4
    assert found["fp16"] == (80 + 6400 + 7) * 2
    assert found["nf4"] == int(6400 * 0.533 + 87 * 2)
    assert 6400 + 87 * 2 <= found["int8"] <= 6400 * 1.02 + 87 * 2


def test_a_painter_takes_more_while_it_draws() -> None:
    found = footprint(starter_folder("painter"), "painter")
    assert found.working is not None and set(found.working) == set(found.weights) == set(MODES)
    assert found.working["fp32"] > found.working["fp16"] > 0
    assert footprint(starter_folder("writer"), "writer").working is None
