"""From words to scene edits and from a scene to the prompt: understanding, writers, dialects."""

from danqing.language.opening import open_writer as open_writer
