"""One lock for all model loads of the process."""

import threading

LOADING = threading.Lock()
"""``from_pretrained`` patches torch's modules while it runs: a second load or a device move beside it leaves
weights on the meta device."""
