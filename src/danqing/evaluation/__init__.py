"""Evaluation: figures about the models, by commands that anyone can repeat."""
