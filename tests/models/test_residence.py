"""One device and many threads: a part is whole as long as it is leased, whoever else wants its place."""

import threading
from typing import Any

import pytest
import torch

from danqing.models.loading import loading
from danqing.models.memory.arena import Arena
from danqing.models.memory.ledger import Ledger
from danqing.models.memory.residence import Residence
from danqing.models.memory.terms import Applicant, Terms

CPU = torch.device("cpu")
KIB = 1024


def network(kib: int, seed: int) -> Any:
    """So many tensors of a KiB each."""
    torch.manual_seed(seed)
    return torch.nn.ParameterList(torch.rand(256) for _ in range(kib)).requires_grad_(False)


def content(each: Any) -> torch.Tensor:
    return torch.cat(list(each)).clone()


def residence_of(kib: int, room: int = 10**9) -> Residence:
    return Residence("cpu", Arena(CPU, kib * KIB), lambda: room)


def test_threads_that_want_the_same_place_find_their_own_bytes() -> None:
    residence = residence_of(10)
    networks = {name: network(kib, kib) for name, kib in (("writer", 6), ("unet", 7), ("vae", 2))}
    wanted = {name: content(each) for name, each in networks.items()}
    for name, each in networks.items():
        assert residence.admit(name, each)
    wrong: list[str] = []

    def use(name: str) -> None:
        for turn in range(60):
            with residence.lease((name,), urgent=name == "writer" and turn % 2 == 0):
                if not torch.equal(content(networks[name]), wanted[name]):
                    wrong.append(name)

    threads = [threading.Thread(target=use, args=(name,)) for name in (*networks, *networks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong and not any(thread.is_alive() for thread in threads)
    assert residence.arena is not None and residence.arena.copied > 0


def test_what_comes_next_is_fetched_beside_the_work() -> None:
    residence = residence_of(10)
    for name, kib in (("writer", 6), ("text", 2), ("unet", 4)):
        residence.admit(name, network(kib, kib))
    residence.course("painter", [("text",), ("unet",)])
    residence.course("writer", [("writer",)])
    with residence.lease(("writer",)):
        pass
    with residence.lease(("unet",)):
        pass
    with residence.lease(("writer",)):
        assert residence.there("unet") == 2 * KIB, "the writer lies over the rest"
    with residence.lease(("text",)):
        assert residence.there("unet") == 4 * KIB
    with residence.lease(("writer",)), residence.lease(("text",)):
        assert residence.there("unet") == 2 * KIB, "nobody is driven away for it"
    residence.rest(("writer",))
    assert residence.there("writer") == 6 * KIB


def test_a_part_is_forgotten_only_when_nobody_uses_it() -> None:
    residence = residence_of(10)
    residence.admit("unet", network(4, 1))
    gone = threading.Event()

    def dismiss() -> None:
        residence.dismiss("painter", ["unet"])
        gone.set()

    thread = threading.Thread(target=dismiss)
    with residence.lease(("unet",)):
        thread.start()
        assert not gone.wait(0.2)
    thread.join(10)
    assert gone.is_set() and not residence.has("unet")


def test_a_network_that_does_not_fit_comes_layer_by_layer() -> None:
    torch.manual_seed(0)
    layers = [torch.nn.Linear(64, 64) for _ in range(12)]
    whole: Any = torch.nn.Sequential(*layers).eval()
    shown = torch.rand(2, 64)
    with torch.inference_mode():
        wanted = whole(shown)
    residence = residence_of(110)
    assert not residence.admit("unet", whole), "12 layers of 17 KiB"
    residence.stream("unet", whole, (), 64 * KIB)
    for _ in range(2):
        with residence.lease(("unet",)), torch.inference_mode():
            assert torch.equal(whole(shown), wanted)
    together: list[bool] = []

    def use() -> None:
        with residence.lease(("unet",)) as alone:
            together.append(not alone)

    other = threading.Thread(target=use)
    with residence.lease(("unet",)):
        other.start()
        other.join(0.2)
        assert other.is_alive(), "one at a time"
    other.join(10)
    assert together == [False]


def test_where_nothing_is_moved_networks_just_go_to_the_device() -> None:
    residence = Residence("cpu", None, lambda: 10**9)
    assert residence.admit("unet", network(4, 1))
    with residence.lease(("unet",)) as alone:
        assert alone and residence.there("unet") is None


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_no_model_settles_while_another_is_read(precision: Any) -> None:
    """``from_pretrained`` builds networks on the meta device for the whole process: what packing or a move made at that
    moment would have no weights."""
    ledger = Ledger(Terms(precision=precision))
    account = ledger.account(Applicant("mine", "painter", lambda: None), lambda: None)  # type: ignore[arg-type,return-value]
    from danqing.models.devices import Device

    device = Device("cpu", "float32", "CPU", 10**9)
    unet: Any = torch.nn.Sequential(torch.nn.Linear(128, 128))
    unet(torch.rand(1, 128))
    account.precision(device)
    thread = threading.Thread(target=account.settle, args=(device, {"unet": unet}))
    with loading(), torch.device("meta"):  # what accelerate's init_empty_weights does to the process
        original = torch.nn.Module.register_buffer

        def on_meta(self: Any, name: str, tensor: Any, persistent: bool = True) -> None:
            original(self, name, None if tensor is None else tensor.to("meta"), persistent)

        torch.nn.Module.register_buffer = on_meta  # type: ignore[method-assign]
        try:
            thread.start()
            thread.join(0.3)
            assert thread.is_alive(), "it waits"
        finally:
            torch.nn.Module.register_buffer = original  # type: ignore[method-assign]
    thread.join(10)
    assert not any(tensor.is_meta for tensor in (*unet.parameters(), *unet.buffers()))
    assert unet(torch.rand(1, 128)).isfinite().all()
