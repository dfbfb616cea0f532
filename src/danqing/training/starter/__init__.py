"""The bundled starter models: their pictures, captions and training from scratch."""
