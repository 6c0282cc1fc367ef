"""What the modules above may listen to."""

from django.dispatch import Signal

run_finished = Signal()
"""Sent inside the transaction that stores a run's end. Arguments: ``run`` (MatchRun), ``by`` (Actor)."""
