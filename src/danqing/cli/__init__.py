"""The terminal: one file a command group. Nothing here is imported by the rest of the house."""
