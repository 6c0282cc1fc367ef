"""What a report says of a party and of a meeting, each by what somebody saw or said."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.TextChoices):
    """What is asked of a fair's parties. One party may be counted in several."""

    INVITED = "invited", _("invited")
    DECLINED = "declined", _("said that they would not come")
    CAME = "came", _("came")
    CAME_INVITED = "came_invited", _("came of those invited")
    WALK_IN = "walk_in", _("came unannounced")
    MET = "met", _("met somebody")


class Outcome(models.TextChoices):
    """What became of a meeting, by the strongest evidence there is: a side's word, then who was let in."""

    SAID = "said", _("took place, a side says so")
    THERE = "there", _("both were there and nobody says otherwise")
    DENIED = "denied", _("did not happen, as far as the sides say")
    ABSENT = "absent", _("a side was not there")
    UNKNOWN = "unknown", _("nobody knows")


HELD = (Outcome.SAID, Outcome.THERE)
"""Outcomes that count as a meeting that took place."""

NOT_HELD = (Outcome.DENIED, Outcome.ABSENT)


class Source(models.TextChoices):
    """Where a meeting came from."""

    PLANNED = "planned", _("planned")
    BROUGHT = "brought", _("brought together on the day")


class WishOutcome(models.TextChoices):
    """What became of a wish to meet. Without a place in the timetable a broker may still have brought them together."""

    PLANNED = "planned", _("stood in the timetable")
    HELD = "held", _("they met")


class Why(models.TextChoices):
    """Why a number is not known."""

    NO_GATE = "no_gate", _("nobody was checked in at a door")
    NO_EVIDENCE = "no_evidence", _("nobody was checked in, and nobody said what became of the meetings")
    NO_MEETING = "no_meeting", _("no meeting was planned")
    NO_WISH = "no_wish", _("nobody said such a wish")
    TOO_YOUNG = "too_young", _("no agreement is so old yet")
    NOT_REPORTED = "not_reported", _("nobody has said yet what was delivered")
    NO_OUTCOME = "no_outcome", _("no outcome is known yet")
    NOT_ASKED = "not_asked", _("nobody was asked")
