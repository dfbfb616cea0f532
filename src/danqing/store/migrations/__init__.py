"""Numbered steps of the database, run by Alembic when a data folder is opened."""
