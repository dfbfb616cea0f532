"""The memory of a device shared by two models: what they need, a plan, and the ledger that keeps to it."""
