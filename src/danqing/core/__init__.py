"""The nouns of the trade: scene, events, types, protocols, errors. Imports nothing of the rest of the house."""
