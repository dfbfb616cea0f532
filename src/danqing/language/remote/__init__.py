"""Language models in another process: any OpenAI-compatible server on this machine, or on a host that was allowed."""

from danqing.language.remote.model import RemoteLanguageModel as RemoteLanguageModel
from danqing.language.remote.model import find_remote_models as find_remote_models
from danqing.language.remote.server import Terms as Terms
