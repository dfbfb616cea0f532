"""The ledger over both models: they are planned for together, and one gives way where both are too much."""

from typing import Any

import pytest
import torch

from danqing.core.errors import ModelUnusable
from danqing.core.memory import GIB
from danqing.models.devices import Device
from danqing.models.memory.account import Account
from danqing.models.memory.cards import FakeCards
from danqing.models.memory.known import find_known
from danqing.models.memory.ledger import Ledger
from danqing.models.memory.needs import Needs
from danqing.models.memory.report import memory_now
from danqing.models.memory.terms import Applicant, Role, Terms

PAINTS, WRITES = Device("cpu", "float16", "a card", 0), Device("cpu", "bfloat16", "a card", 0)


def needs(name: str) -> Needs:
    known = find_known(name)
    assert known is not None
    return known.needs


def applicant(name: str, role: Role) -> Applicant:
    return Applicant(name, role, lambda: needs(name))


WRITER, PAINTER = applicant("qwen2-7b", "writer"), applicant("sdxl", "painter")


def small(*names: str) -> dict[str, Any]:
    """Networks in the place of the large ones: plans are made by what is known, not by what is there."""
    return {name: torch.nn.Sequential(torch.nn.Linear(64, 64)) for name in names}


def settled(ledger: Ledger, who: Applicant, device: Device, *names: str) -> Account:
    accounts: list[Account] = []
    accounts.append(ledger.account(who, lambda: None))
    accounts[0].precision(device)
    accounts[0].settle(device, small(*names))
    return accounts[0]


def test_who_is_expected_is_planned_for() -> None:
    ledger = Ledger(expected=lambda: [WRITER, PAINTER], cards=FakeCards(12 * GIB))
    painter = ledger.account(PAINTER, lambda: None)
    assert painter.precision(PAINTS) == "fp16"
    assert painter.plan is not None and painter.plan.precisions == {WRITER.key: "nf4", PAINTER.key: "fp16"}
    alone = Ledger(cards=FakeCards(12 * GIB)).account(WRITER, lambda: None)
    assert alone.precision(WRITES) == "int8"


def test_who_is_there_is_planned_with_as_it_is() -> None:
    """Whatever number format each computes in."""
    ledger = Ledger(cards=FakeCards(23 * GIB))
    writer = settled(ledger, WRITER, WRITES, "writer")
    assert writer.held == "bf16"
    painter = ledger.account(PAINTER, lambda: None)
    painter.precision(PAINTS)
    assert painter.plan is not None and painter.plan.precisions == {WRITER.key: "bf16", PAINTER.key: "fp16"}


def test_what_a_person_chose_holds() -> None:
    ledger = Ledger(Terms(precision="fp8", hot=("sdxl",)), cards=FakeCards(20 * GIB))
    painter = settled(ledger, PAINTER, PAINTS, "unet")
    assert painter.held == "fp8"
    ledger.let_go()
    assert painter.residence is not None, "hot"


def test_two_models_of_one_name_are_two() -> None:
    ledger = Ledger(cards=FakeCards(40 * GIB))
    writer = settled(ledger, Applicant("mine", "writer", WRITER.needs), WRITES, "writer")
    painter = settled(ledger, Applicant("mine", "painter", PAINTER.needs), PAINTS, "unet", "vae")
    (device,) = memory_now(ledger).devices
    assert [(part.role, part.part) for part in device.parts] == [
        ("writer", "writer"),
        ("painter", "unet"),
        ("painter", "vae"),
    ]
    assert device.standing == writer.standing + painter.standing > 0
    ledger.close_account(writer)
    assert len(memory_now(ledger).devices[0].parts) == 2


def test_one_gives_way_where_both_are_too_much() -> None:
    gone: list[str] = []
    ledger = Ledger(cards=FakeCards(9 * GIB))
    writer = ledger.account(WRITER, lambda: gone.append("writer"))
    writer.precision(WRITES)
    writer.settle(WRITES, small("writer"))
    assert ledger.residence(WRITES).arena is not None
    ledger.make_room(ledger.account(PAINTER, lambda: None), ledger.residence(PAINTS), 0)
    assert gone == ["writer"] and writer.residence is None


def test_what_cannot_fit_is_said_with_figures() -> None:
    with pytest.raises(ModelUnusable, match=r"needs \d\.\d GiB .* 2\.0 GiB are left"):
        Ledger(cards=FakeCards(2 * GIB)).account(WRITER, lambda: None).precision(WRITES)


def test_a_processor_moves_nothing() -> None:
    ledger = Ledger()
    painter = settled(ledger, PAINTER, Device("cpu", "float32", "CPU", 64 * GIB), "unet")
    assert painter.held == "fp32" and painter.plan is None
    with painter.using((64, 64)), painter.lease("denoise"):
        assert ledger.residence(Device("cpu", "float32", "CPU", 0)).arena is None
