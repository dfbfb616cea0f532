"""Vision: models that look at a finished picture and say what is in it."""
