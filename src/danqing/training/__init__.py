"""Training: what turns pictures into adapters and starter models."""
