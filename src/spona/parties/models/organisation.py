"""The one record of an organisation that runs through every job."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from spona.kernel.models import NetworkRecord, TranslatedField, Versioned
from spona.parties.models.place import Place
from spona.parties.states import (
    ORGANISATION_MOVES,
    NameKind,
    NameStatus,
    OrganisationKind,
    OrganisationState,
    SizeClass,
)


class Organisation(NetworkRecord, Versioned):
    """A company, a CSO, a town hall, a donor ... State is moved by ``parties.actions`` only (archive, restore, merge,
    undo).

    ``name`` (for showing), ``sort_key`` (bytewise order) and ``search_key`` (every name and number, folded to one
    script) are kept from the rows of ``OrganisationName`` and ``RegisterNumber`` by the actions; nobody else writes
    them. ``town`` is the home as typed, ``place`` what the gazetteer made of it. ``is_public``: something published
    names it, so anybody may read its public fields (name, kind, country, place, website, about).
    """

    moves: ClassVar[dict[str, tuple[str, ...]]] = ORGANISATION_MOVES
    personal: ClassVar[dict[str, str]] = {"email": "contact", "phone": "contact"}

    kind = models.CharField(max_length=20, choices=OrganisationKind)
    state = models.CharField(max_length=10, choices=OrganisationState, default=OrganisationState.ACTIVE)
    country = models.CharField(max_length=2, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    town = models.CharField(max_length=120, blank=True)
    website = models.URLField(max_length=300, blank=True)
    website_host = models.CharField(max_length=253, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    size = models.CharField(max_length=10, choices=SizeClass, blank=True)
    language = models.CharField(max_length=10, blank=True, help_text="the language to write to it in")
    about = TranslatedField()
    name = TranslatedField()
    sort_key = models.TextField(db_collation="C")
    search_key = models.TextField()
    is_public = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OrganisationState.MERGED, merged_into__isnull=False)
                | (~Q(state=OrganisationState.MERGED) & Q(merged_into=None)),
                name="organisation_merged_into_one",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="organisation_not_its_own_double"),
        ]
        indexes = [
            models.Index(fields=["network", "sort_key", "id"], name="organisation_in_order"),
            models.Index(fields=["network", "kind", "sort_key", "id"], name="organisation_by_kind"),
            models.Index(fields=["network", "country", "sort_key", "id"], name="organisation_by_country"),
            models.Index(
                fields=["network", "website_host"], condition=~Q(website_host=""), name="organisation_by_website"
            ),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="organisation_search_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name.text()


class OrganisationName(NetworkRecord):
    """One name an organisation goes or went by. ``name_key`` is equal for two spellings of one name (script, case,
    legal form).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=10, blank=True)
    script = models.CharField(max_length=10, blank=True, help_text="latin, cyrillic, mixed or none")
    name = models.CharField(max_length=400)
    kind = models.CharField(max_length=12, choices=NameKind, default=NameKind.OFFICIAL)
    status = models.CharField(max_length=10, choices=NameStatus, default=NameStatus.ORIGINAL)
    name_key = models.CharField(max_length=400)
    sort_key = models.TextField(db_collation="C")
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(is_main=True), name="organisation_has_one_main_name"
            ),
            models.UniqueConstraint(fields=["organisation", "language", "name"], name="organisation_name_once"),
        ]
        indexes = [
            models.Index(fields=["network", "name_key"], name="organisation_name_by_key"),
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="organisation_name_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name
