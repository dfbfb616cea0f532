"""Small kernels of a language model joined, where a card waits for launches: RMS norms as one kernel, not seven."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


def fuse_norms(model: Any) -> int:
    """Lets torch's fused kernel do the RMS norms that it says the same as; how many there were.

    Asked of each module itself, on numbers: some families scale by one plus the weight, or norm in another order.
    """
    fused = 0
    for module in model.modules():
        if type(module).__name__.endswith("RMSNorm") and _is_plain(module):
            module.forward = _forward(module)
            fused += 1
    return fused


def _forward(module: Any) -> Any:
    import torch

    shape, epsilon = tuple(module.weight.shape), float(module.variance_epsilon)

    def forward(hidden_states: "torch.Tensor") -> "torch.Tensor":
        return torch.nn.functional.rms_norm(hidden_states, shape, module.weight, epsilon)

    return forward


def _is_plain(module: Any) -> bool:
    import torch

    weight = getattr(module, "weight", None)
    if weight is None or not hasattr(module, "variance_epsilon"):
        return False
    probe = torch.linspace(-3, 4, weight.numel(), device=weight.device).to(weight.dtype).reshape(1, *weight.shape)
    tolerance = torch.finfo(weight.dtype).eps * 4
    with torch.inference_mode():
        return torch.allclose(module(probe), _forward(module)(probe), rtol=tolerance, atol=tolerance)
