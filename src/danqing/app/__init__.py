"""Composition root: settings to objects. The only place that knows implementations."""
