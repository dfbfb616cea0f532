"""Every sentence that Danqing says to a person, in English and Chinese, under one key each."""

from danqing.core.domain import Language
from danqing.core.messages.bench import BENCH_MESSAGES
from danqing.core.messages.library import LIBRARY_MESSAGES
from danqing.core.messages.lora import LORA_MESSAGES
from danqing.core.messages.memory import MEMORY_MESSAGES
from danqing.core.messages.model import MODEL_MESSAGES
from danqing.core.messages.model_file import MODEL_FILE_MESSAGES
from danqing.core.messages.prompt import PROMPT_MESSAGES
from danqing.core.messages.router import ROUTER_MESSAGES
from danqing.core.messages.suggestion import SUGGESTION_MESSAGES
from danqing.core.messages.technique import TECHNIQUE_MESSAGES
from danqing.core.messages.turn import TURN_MESSAGES

MESSAGES: dict[str, tuple[str, str]] = {
    # key: (English, Chinese). A test proves that both take the same parameters.
    **TURN_MESSAGES,
    **PROMPT_MESSAGES,
    **MODEL_MESSAGES,
    **MODEL_FILE_MESSAGES,
    **LIBRARY_MESSAGES,
    **SUGGESTION_MESSAGES,
    **TECHNIQUE_MESSAGES,
    **LORA_MESSAGES,
    **ROUTER_MESSAGES,
    **MEMORY_MESSAGES,
    **BENCH_MESSAGES,
}


def say(language: Language, key: str, **params: object) -> str:
    """The sentence under ``key`` in ``language``, filled with ``params``; KeyError for an unknown key."""
    english, chinese = MESSAGES[key]
    return (chinese if language == "zh" else english).format(**params)
