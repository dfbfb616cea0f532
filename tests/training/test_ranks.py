"""Several processes that train one model: the same weights, mean gradients, one clock."""

import json
import os
import socket
import subprocess
import sys

WORK = """
import json
import torch
from danqing.training.starter.ranks import Clock, Ranks

ranks = Ranks()
ranks.open()
torch.manual_seed(ranks.rank)
weights = [torch.nn.Parameter(torch.randn(3, 2)), torch.nn.Parameter(torch.randn(4))]
ranks.share(weights)
for weight in weights:
    weight.grad = torch.full_like(weight, float(ranks.rank))
ranks.average(weights)
progress = ranks.progress(Clock(1000.0 if ranks.first else 1e-3))
print(json.dumps([[w.tolist() for w in weights], [w.grad.tolist() for w in weights], progress, ranks.first]))
"""


def test_two_processes_agree() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    world = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "WORLD_SIZE": "2", "OMP_NUM_THREADS": "1"}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WORK], env={**os.environ, **world, "RANK": str(rank)}, stdout=subprocess.PIPE
        )
        for rank in (0, 1)
    ]
    first, second = (json.loads(process.communicate(timeout=120)[0]) for process in started)
    assert first[0] == second[0], "the first one's weights"
    assert first[1] == second[1] == [[[0.5, 0.5]] * 3, [0.5] * 4], "the mean of 0 and 1"
    assert 0 < first[2] < 0.5
    assert first[2] == second[2], "the first one's clock"
    assert (first[3], second[3]) == (True, False)
