"""The critic's answer format: what it is trained to say decodes to the truth."""

import json
import random
from pathlib import Path

import torch
from PIL import Image
from safetensors.torch import save_file

from danqing.core.domain import STARTER
from danqing.training.starter.critics import COLOURS, KINDS, loss_of, targets
from danqing.training.starter.pictures import draw_block, jittered, truth
from danqing.training.starter.scenes import sample_layout
from danqing.vision.critic import GRID, Critic, decode, make_network


def perfect(objects: torch.Tensor, setting: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """What a critic without fault would answer."""
    heat, cells = targets(objects)
    out = torch.zeros(len(objects), KINDS + COLOURS + 3, GRID, GRID)
    out[:, :KINDS] = torch.logit(heat.clamp(1e-4, 1 - 1e-4))
    for i, rows in enumerate(objects):
        for row, cell in zip(rows, cells[i], strict=True):
            if row[0] > 0:
                y, x = divmod(int(cell), GRID)
                out[i, KINDS + int(row[2]), y, x] = 9
                out[i, -3, y, x], out[i, -2, y, x] = row[3] * GRID - x - 0.5, row[4] * GRID - y - 0.5
                out[i, -1, y, x] = row[5].log()
    scene = torch.zeros(len(objects), len(STARTER.backgrounds) + len(STARTER.styles))
    for i, (background, style) in enumerate(setting.tolist()):
        scene[i, background] = scene[i, len(STARTER.backgrounds) + style] = 9
    return out, scene


def test_a_perfect_answer_decodes_to_the_layout() -> None:
    rng = random.Random(4)
    layouts = [jittered(sample_layout(rng, pairs="all")[1], rng) for _ in range(60)]
    arrays = [truth(layout) for layout in layouts]
    objects = torch.stack([torch.from_numpy(a) for a, _ in arrays])
    setting = torch.tensor([s for _, s in arrays])
    for layout, reading in zip(layouts, decode(*perfect(objects, setting)), strict=True):
        assert (reading.background, reading.style) == (layout.background, layout.style)
        wanted = sorted((p.kind, p.colour, round(p.x, 2), round(p.y, 2), round(p.extent, 2)) for p in layout.placements)
        got = sorted((p.kind, p.colour, round(p.x, 2), round(p.y, 2), round(p.extent, 2)) for p in reading.objects)
        assert got == wanted


def test_the_loss_is_least_for_the_truth() -> None:
    block = draw_block(random.Random(1), number=4)
    objects, setting = torch.from_numpy(block.objects), torch.from_numpy(block.setting)
    out, scene = perfect(objects, setting)
    best = loss_of(out, scene, objects, setting)
    assert best < 0.2
    assert loss_of(out.roll(3, 2), scene, objects, setting) > best + 1
    assert loss_of(out, scene.roll(1, 1), objects, setting) > best + 1


def test_a_folder_is_read_and_any_size_of_picture_taken(tmp_path: Path) -> None:
    network = make_network(8)
    save_file(
        {k: v.half() if v.is_floating_point() else v for k, v in network.state_dict().items()},
        tmp_path / "critic.safetensors",
    )
    (tmp_path / "config.json").write_text(json.dumps({"width": 8}))
    readings = Critic(tmp_path).read([Image.new("RGB", (256, 256)), Image.new("L", (64, 100))])
    assert len(readings) == 2
    assert readings[0].background in STARTER.names("backgrounds")
