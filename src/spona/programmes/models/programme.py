"""The programme and its phases."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from spona.kernel.models import Money, NetworkRecord, TranslatedField, Versioned
from spona.parties.models import Organisation
from spona.programmes.states import PROGRAMME_MOVES, ProgrammeState, RecipeCode, Visibility


def whole_money(name: str) -> Q:
    """Return the rule that an amount and its currency stand together or not at all."""
    return Q(**{f"{name}_amount": None, f"{name}_currency": ""}) | (
        Q(**{f"{name}_amount__gte": 0}) & ~Q(**{f"{name}_currency": ""})
    )


def money_of(amount: Decimal | None, currency: str, on: dt.date | None) -> Money | None:
    """Return three columns as one value, or None where no amount was given."""
    return None if amount is None else Money(amount, currency, on)


class Programme(NetworkRecord, Versioned):
    """Something the network runs from a first to a last day. State is moved by ``programmes.actions.change_state``
    only.

    ``value`` is the whole worth and ``grant`` the part that is granted, both as entered: original currency, never
    converted here. A grant above the value is taken, because published fiches say so, and shown with a flag
    (``grant_is_whole_value``).
    """

    moves: ClassVar[dict[str, tuple[str, ...]]] = PROGRAMME_MOVES

    slug = models.SlugField(max_length=80)
    name = TranslatedField()
    summary = TranslatedField()
    goal = TranslatedField()
    recipe = models.CharField(max_length=24, choices=RecipeCode, default=RecipeCode.RECORD)
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    website = models.URLField(max_length=300, blank=True)
    value_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    value_currency = models.CharField(max_length=3, blank=True)
    value_on = models.DateField(null=True, blank=True)
    grant_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    grant_currency = models.CharField(max_length=3, blank=True)
    grant_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "slug"], name="programme_address_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=whole_money("value"), name="programme_value_has_currency"),
            models.CheckConstraint(condition=whole_money("grant"), name="programme_grant_has_currency"),
        ]
        indexes = [models.Index(fields=["network", "-created_at"], name="programme_newest_first")]

    def __str__(self) -> str:
        return self.name.text() or self.slug

    @property
    def value(self) -> Money | None:
        return money_of(self.value_amount, self.value_currency, self.value_on)

    @property
    def grant(self) -> Money | None:
        return money_of(self.grant_amount, self.grant_currency, self.grant_on)

    @property
    def grant_is_whole_value(self) -> bool:
        """Whether the grant leaves nothing to co-finance, which a reader should be told."""
        if self.value_amount is None or self.grant_amount is None:
            return False
        return self.value_currency == self.grant_currency and self.grant_amount >= self.value_amount


class Phase(NetworkRecord):
    """A stretch of a programme with a name and dates. ``code`` says what happens in it ("fair", "training", "review"
    ...).
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    name = TranslatedField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "position"], name="phase_position_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="phase_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name.text() or self.code
