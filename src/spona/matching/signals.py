"""What the modules above may listen to."""

from django.dispatch import Signal

run_finished = Signal()
"""Sent inside the transaction that stores a run's end, whatever the end is; a receiver that fails takes the end back.

Arguments: ``run`` (MatchRun), ``by`` (Actor), ``result`` (``spona_engine.MeetingResult`` with its reasons as codes and
parameters, or None where nothing was worked out).
"""
