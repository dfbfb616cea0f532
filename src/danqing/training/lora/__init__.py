"""Training of adapters: a LoRA for a picture model, learnt from a folder of pictures."""
