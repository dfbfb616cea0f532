"""For every test: models and libraries offline, sockets on this machine only, GPU tests skipped without a GPU."""

import ipaddress
import os
import sys
from typing import Any

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
if "PYTEST_XDIST_WORKER" in os.environ:
    # Two workers on two cores: one thread each is faster than two pools that fight.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

LOCAL_NAMES = {"", "localhost", "localhost.localdomain"}


class NetworkUsed(RuntimeError):
    """A test reached for the network beyond loopback."""


def is_local(host: object) -> bool:
    """Whether ``host`` names this machine: a loopback address, a wildcard or ``localhost``."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = args[1]
        if isinstance(address, tuple) and not is_local(address[0]):
            raise NetworkUsed(f"connect to {address!r}")
    elif event == "socket.getaddrinfo" and not is_local(args[0]):
        raise NetworkUsed(f"look-up of {args[0]!r}")


sys.addaudithook(_watch)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything under tests/gpu, and skip it aloud where there is no CUDA GPU."""
    gpu = [item for item in items if "gpu" in item.path.parent.parts or item.get_closest_marker("gpu")]
    if not gpu:
        return
    import torch

    for item in gpu:
        item.add_marker(pytest.mark.gpu)
        if not torch.cuda.is_available():
            item.add_marker(pytest.mark.skip(reason="no CUDA GPU on this machine"))
