"""Proofs under load: what ``make proof`` runs. Each prints its figures and exits with 1 where one is not as claimed."""
