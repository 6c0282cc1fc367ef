"""Spona: the platform of the organisation in the middle, one Django project of ordered modules."""

__version__ = "0.1.0"
