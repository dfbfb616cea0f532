"""From a catalogue entry to the language model behind it."""

from functools import partial
from pathlib import Path

from danqing.core.protocols import LanguageModel
from danqing.core.types import Quantisation
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.language.local.weights import HELD
from danqing.language.remote import RemoteLanguageModel, Terms
from danqing.language.scripted import ScriptedWriter
from danqing.models.catalog import ModelInfo, check_model
from danqing.models.memory.ledger import Ledger
from danqing.models.memory.needs import needs_of
from danqing.models.memory.terms import Applicant


def open_writer(
    info: ModelInfo,
    device: str | None = None,
    quantisation: Quantisation = "none",
    terms: Terms | None = None,
    ledger: Ledger | None = None,
) -> LanguageModel:
    """The language model, its folder checked, its weights not read yet; ModelUnusable where it is not whole.

    ``terms``: how a model on a server may be reached; ``ledger``: keeps account of its memory.
    """
    if info.remote is not None:
        return RemoteLanguageModel(info.remote, info.id, terms)
    if info.folder is None:
        return ScriptedWriter()
    check_model(info)
    writer = TransformersLanguageModel(info.folder, info.id, device, quantisation)
    if ledger is not None:
        writer.tenancy = ledger.account(applicant(info.id, info.folder, quantisation), writer.unload)
    return writer


def applicant(model_id: str, folder: Path, quantisation: Quantisation) -> Applicant:
    """What the ledger is told of a language model of this machine."""
    return Applicant(model_id, "writer", partial(needs_of, folder, "writer", model_id), HELD.get(quantisation))
