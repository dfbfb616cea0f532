"""From a catalogue entry to the language model behind it."""

from danqing.core.protocols import LanguageModel
from danqing.core.types import Quantisation
from danqing.language.local.transformers_llm import TransformersLanguageModel
from danqing.language.remote import RemoteLanguageModel, Terms
from danqing.language.scripted import ScriptedWriter
from danqing.models.catalog import ModelInfo, check_model


def open_writer(
    info: ModelInfo, device: str | None = None, quantisation: Quantisation = "none", terms: Terms | None = None
) -> LanguageModel:
    """The language model, its folder checked, its weights not read yet; ModelUnusable where it is not whole.

    ``terms``: how a model on a server may be reached.
    """
    if info.remote is not None:
        return RemoteLanguageModel(info.remote, info.id, terms)
    if info.folder is None:
        return ScriptedWriter()
    check_model(info)
    return TransformersLanguageModel(info.folder, info.id, device, quantisation)
