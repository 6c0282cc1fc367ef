"""Fairs: who meets whom, in which slot, at which table."""
