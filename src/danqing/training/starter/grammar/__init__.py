"""The grammar: dialogues with their gold edits, from which the starter writer learns."""

from danqing.training.starter.grammar.turns import Turn, answer, dialogue, is_held_out, messages

__all__ = ["Turn", "answer", "dialogue", "is_held_out", "messages"]
