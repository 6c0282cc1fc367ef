"""The kinds and states of parties."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("company")
    CSO = "cso", _("civil-society organisation")
    SOCIAL_ENTERPRISE = "social_enterprise", _("social enterprise")
    PUBLIC_AUTHORITY = "public_authority", _("public authority")
    UNIVERSITY = "university", _("university or school")
    MEDIA = "media", _("media")
    NETWORK = "network", _("network of organisations")
    DONOR = "donor", _("donor")
    OTHER = "other", _("other")


class OrganisationState(models.TextChoices):
    ACTIVE = "active", _("active")
    MERGED = "merged", _("merged into another")
    ARCHIVED = "archived", _("archived")


ORGANISATION_MOVES: dict[str, tuple[str, ...]] = {
    OrganisationState.ACTIVE: (OrganisationState.MERGED, OrganisationState.ARCHIVED),
    OrganisationState.MERGED: (OrganisationState.ACTIVE,),
    OrganisationState.ARCHIVED: (OrganisationState.ACTIVE,),
}


class SizeClass(models.TextChoices):
    """Size by staff, as in Commission Recommendation 2003/361/EC."""

    MICRO = "micro", _("fewer than 10 people")
    SMALL = "small", _("10 to 49 people")
    MEDIUM = "medium", _("50 to 249 people")
    LARGE = "large", _("250 people or more")


class NameKind(models.TextChoices):
    OFFICIAL = "official", _("official name")
    SHORT = "short", _("short name")
    FORMER = "former", _("former name")
    TRANSLATION = "translation", _("translation")


class NameStatus(models.TextChoices):
    """Who wrote the name, as for every translated text."""

    ORIGINAL = "original", _("original")
    HUMAN = "human", _("translated by a person")
    MACHINE = "machine", _("translated by a machine")


class PlaceKind(models.TextChoices):
    REGION = "region", _("region")
    TOWN = "town", _("town")


class TopicScheme(models.TextChoices):
    SDG = "sdg", _("Sustainable Development Goals")
    OWN = "own", _("the network's own topics")


class NumberScheme(models.TextChoices):
    """Registers of organisations, named like the lists of org-id.guide where it has one."""

    RS_MB = "RS-MB", _("Serbia: matični broj")
    RS_PIB = "RS-PIB", _("Serbia: PIB")
    BA_JIB = "BA-JIB", _("Bosnia and Herzegovina: JIB")
    ME_PIB = "ME-PIB", _("Montenegro: PIB")
    MK_EMBS = "MK-EMBS", _("North Macedonia: EMBS")
    MK_EDB = "MK-EDB", _("North Macedonia: EDB")
    BG_EIK = "BG-EIK", _("Bulgaria: EIK / BULSTAT")
    HR_OIB = "HR-OIB", _("Croatia: OIB")
    HR_MBS = "HR-MBS", _("Croatia: MBS")
    SK_ICO = "SK-ICO", _("Slovakia: IČO")
    SI_TAX = "SI-TAX", _("Slovenia: davčna številka")
    TR_VKN = "TR-VKN", _("Türkiye: VKN")
    TR_MERSIS = "TR-MERSIS", _("Türkiye: MERSIS")
    AL_NIPT = "AL-NIPT", _("Albania: NIPT")
    XK_UBI = "XK-UBI", _("Kosovo*: unique identification number")
    OTHER = "other", _("another register")
