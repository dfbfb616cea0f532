"""One file a model family: how its folder is loaded, its prompt encoded, its noise predicted, its latents decoded."""
