"""From words to scene edits and from a scene to the prompt: understanding, writers, dialects."""
