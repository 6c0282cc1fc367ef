"""What the parties tell the modules above them.

Both signals are sent inside the transaction of the action, so a receiver that raises a ``Problem`` refuses the whole
change. A receiver calls one action of its own module.
"""

from __future__ import annotations

from django.dispatch import Signal

organisations_merged = Signal()
"""Two records turned out to be one organisation. Arguments: ``kept_id``, ``absorbed_id`` (UUID), ``by`` (Actor).

The receiver points its own rows from the absorbed to the kept organisation and returns what it moved as
``{"events.Party.organisation": ["row id", ...]}`` (or None); that is kept with the merge and handed back on undo.
"""

organisations_parted = Signal()
"""A merge was undone. Arguments: ``kept_id``, ``absorbed_id``, ``by`` and ``moved``, all receivers' answers in one
dict.

The receiver points the rows named under its own labels back to ``absorbed_id``, where they still stand on
``kept_id``.
"""
