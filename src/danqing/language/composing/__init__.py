"""Composing: a scene from the entities of a request, by rules alone; for when no language model reads it."""
