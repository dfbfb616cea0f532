"""Which models there are, whether their folders are whole, and the hardware that they run on."""
