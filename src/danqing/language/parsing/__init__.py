"""Parsing: rules that make entities of the words of a request, small ones that compose."""
