"""The states of a programme and the parts organisations play in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")
    ARCHIVED = "archived", _("archived")


PROGRAMME_MOVES: dict[str, tuple[str, ...]] = {
    ProgrammeState.DRAFT: (ProgrammeState.RUNNING, ProgrammeState.ARCHIVED),
    ProgrammeState.RUNNING: (ProgrammeState.CLOSED,),
    ProgrammeState.CLOSED: (ProgrammeState.RUNNING, ProgrammeState.ARCHIVED),
    ProgrammeState.ARCHIVED: (ProgrammeState.CLOSED,),
}


class Visibility(models.TextChoices):
    PRIVATE = "private", _("for those who take part")
    PUBLIC = "public", _("for everybody")


class PartnerRole(models.TextChoices):
    LEAD = "lead", _("lead partner")
    PARTNER = "partner", _("partner")
    NATIONAL_PARTNER = "national_partner", _("national partner")
    STRATEGIC_PARTNER = "strategic_partner", _("strategic partner")
    DONOR = "donor", _("donor")


class RecipeCode(models.TextChoices):
    """How a programme is built; the phases of each stand in ``programmes.presets``."""

    PARTNERSHIP_FAIR = "partnership_fair", _("partnership fair")
    VOLUNTEERING_AWARD = "volunteering_award", _("volunteering award")
    START_UP_COHORT = "start_up_cohort", _("start-up cohort")
    CITY_ACTION_PLAN = "city_action_plan", _("city action plan")
    CASE_STUDIES = "case_studies", _("case-study collection")
    RECORD = "record", _("programme record only")
