"""Amounts and dates of the published lists are stored exactly as they were typed, each in its own currency."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.events.factories import the_network
from tests.events.spreadsheets import HEADINGS, MI, a_croatian_fair, applied, problems, started, the_published

from spona.events.actions import write_proposal
from spona.events.models import Proposal
from spona.kernel.actions import apply_import
from spona.kernel.models import Account, Money, Role, RoleKind

pytestmark = pytest.mark.django_db
WITH_GRANT = [*HEADINGS, "Bespovratna sredstva"]
Sums = dict[str, dict[str, Decimal]]


def as_typed(path: str) -> tuple[Sums, Counter[tuple[dt.date, dt.date]]]:
    """Read the list with nothing of ours: sums by column and currency sign, and how often which pair of dates."""
    sums: Sums = defaultdict(lambda: defaultdict(Decimal))
    dates: Counter[tuple[dt.date, dt.date]] = Counter()
    for sheet in load_workbook(path, read_only=True):
        heading, *rows = sheet.iter_rows(values_only=True)
        for row in rows:
            cells = dict(zip(heading, row, strict=True))
            for column in ("Vrijednost", "Bespovratna sredstva"):
                amount, sign = re.fullmatch(r"([\d.]+,\d\d) (kn|€)", cells[column]).groups()  # type: ignore[union-attr]
                sums[column][sign] += Decimal(amount.replace(".", "").replace(",", "."))
            starts, ends = (
                dt.date(*reversed([int(part) for part in cells[column].split(".")])) for column in ("Početak", "Kraj")
            )
            dates[starts, ends] += 1
    return sums, dates


def as_stored(proposals: list[Proposal]) -> tuple[Sums, Counter[tuple[dt.date, dt.date]]]:
    sign = {"HRK": "kn", "EUR": "€"}
    sums: Sums = defaultdict(lambda: defaultdict(Decimal))
    for proposal in proposals:
        for column, money in (("Vrijednost", proposal.money), ("Bespovratna sredstva", proposal.granted)):
            assert money is not None
            sums[column][sign[money.currency]] += money.amount
    return sums, Counter((proposal.starts_on, proposal.ends_on) for proposal in proposals)  # type: ignore[misc]


@pytest.mark.parametrize(("name", "count"), [("sajam_60x45.xlsx", 117), ("sajam_all.xlsx", 479)])
def test_every_amount_and_date_is_stored_as_it_was_typed(name: str, count: int) -> None:
    path = the_published(name)
    fair = a_croatian_fair()

    apply_import(batch=started(fair, path.read_bytes()), by=the_network(fair.network))

    stored = list(Proposal.objects.filter(party__fair=fair))
    assert len(stored) == count
    assert as_stored(stored) == as_typed(str(path))


def test_cost_and_grant_keep_their_own_currencies() -> None:
    fair = a_croatian_fair()

    applied(fair, Udruge=[WITH_GRANT, [*MI, "99.526,18 €"]])

    proposal = Proposal.objects.get(party__fair=fair)
    assert (proposal.money, proposal.granted) == (
        Money(Decimal("749880.00"), "HRK"),
        Money(Decimal("99526.18"), "EUR"),
    )


def test_a_grant_that_cannot_be_read_is_asked_about_at_its_cell() -> None:
    assert problems(a_croatian_fair(), Udruge=[WITH_GRANT, [*MI, "pola"]]) == [("Udruge!I2", "not_a_number")]


def test_who_writes_on_a_proposal_without_speaking_of_the_grant_leaves_it_as_it_is() -> None:
    fair = a_croatian_fair()
    applied(fair, Udruge=[WITH_GRANT, [*MI, "99.526,18 €"]])
    proposal = Proposal.objects.get(party__fair=fair)

    write_proposal(
        party=proposal.party, proposal=proposal, title="Centar", text="", language="hr", by=the_network(fair.network)
    )

    proposal.refresh_from_db()
    assert (proposal.money, proposal.granted) == (None, Money(Decimal("99526.18"), "EUR"))


def test_the_proposals_page_shows_both_as_entered(client: Client) -> None:
    fair = a_croatian_fair()
    applied(fair, Udruge=[WITH_GRANT, [*MI, "99.526,18 €"]])
    proposal = Proposal.objects.get(party__fair=fair)
    account = Account.objects.create_user(email="manager@example.org", password=None)
    Role.objects.create(account=account, network=fair.network, kind=RoleKind.NETWORK_MANAGER)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")

    shown = client.get(f"/fairs/{fair.slug}/proposals/{proposal.pk}/").content.decode()

    assert (("HRK" in shown and "749" in shown), "€" in shown and "99" in shown) == (True, True)
