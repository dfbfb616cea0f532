"""How a picture model computes attention, where a person has said how."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from danqing.core.errors import ModelUnusable
from danqing.core.memory import Attention


def attend(networks: Mapping[str, Any], attention: Attention) -> None:
    """Sets it for every network that can be told. ModelUnusable where xformers is not installed.

    PyTorch's own is what networks come with. Slicing on top of xformers would replace it: it is one or the other.
    """
    if attention == "xformers" and find_spec("xformers") is None:
        raise ModelUnusable("attention_absent")
    for network in networks.values():
        if attention == "xformers" and hasattr(network, "enable_xformers_memory_efficient_attention"):
            network.enable_xformers_memory_efficient_attention()
        elif attention == "sliced" and hasattr(network, "set_attention_slice"):
            network.set_attention_slice("auto")
