"""What the parties tell the modules above them.

The signals are sent inside the transaction of the action, so a receiver that raises a ``Problem`` refuses the whole
change. A receiver calls one action of its own module.
"""

from __future__ import annotations

from django.dispatch import Signal

organisations_merged = Signal()
"""Two records turned out to be one organisation. Arguments: ``kept_id``, ``absorbed_id`` (UUID), ``by`` (Actor).

The receiver points its own rows from the absorbed to the kept organisation and returns what it moved as
``{"events.Party.organisation": ["row id", ...]}`` (or None); that is kept with the merge and handed back on undo.
"""

organisation_renamed = Signal()
"""What lists keep of an organisation has changed: its names, its town, how it is sorted or found. Arguments:
``organisation_id`` (UUID), ``names_before`` (the names it was shown by, in all languages), ``town_before``, ``by``.

The receiver brings its own copies in line; the organisation's change is in the journal already. A name people wrote
elsewhere themselves stays theirs.
"""

organisations_parted = Signal()
"""A merge was undone. Arguments: ``kept_id``, ``absorbed_id``, ``by`` and ``moved``, all receivers' answers in one
dict.

The receiver points the rows named under its own labels back to ``absorbed_id``, where they still stand on
``kept_id``.
"""
