"""The invented past, and the picture of who met whom in it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.events.factories import a_network, a_programme, the_network

from spona.kernel.models import AuditEntry, Network, OutboxMessage, Problem
from spona.partnerships.actions.past import Past, write_past
from spona.partnerships.models import Agreement
from spona.partnerships.queries import TieFilter, network_figures, never_met, ties_for

pytestmark = pytest.mark.django_db


def a_demo_network() -> Network:
    network = a_network()
    network.is_demo = True
    network.save()
    return network


def a_past(**sizes: int) -> tuple[Past, Network]:
    network = a_demo_network()
    sizes = {"fairs": 2, "meetings": 80, "agreements": 24, "csos": 12, "companies": 8, **sizes}
    return write_past(programme=a_programme(network), by=the_network(network), **sizes), network


def test_it_is_as_large_as_asked_and_marked() -> None:
    past, network = a_past()

    assert (len(past.fairs), past.meetings, past.agreements) == (2, 80, 24)
    assert Agreement.objects.filter(is_demo=True, network=network).count() == 24
    assert (OutboxMessage.objects.count(), AuditEntry.objects.filter(verb="partnerships.past_written").count()) == (
        0,
        1,
    )


@pytest.mark.parametrize(
    ("language", "fair", "sides"),
    [
        ("sr", "Сајам партнерства 2026 (пример)", ["Организације цивилног друштва", "Компаније"]),
        ("sr-latn", "Sajam partnerstva 2026 (primer)", ["Organizacije civilnog društva", "Kompanije"]),
        ("hr", "Sajam partnerstava 2026 (primjer)", ["Udruge", "Tvrtke"]),
        ("bg", "Панаир на партньорствата 2026 (пример)", ["Граждански организации", "Компании"]),
    ],
)
def test_its_fairs_read_in_the_language_of_who_looks(language: str, fair: str, sides: list[str]) -> None:
    past, _network = a_past(fairs=1)
    (of_year,) = past.fairs
    with translation.override(language):
        assert str(of_year.name).replace(str(of_year.starts_on.year), "2026") == fair
        assert [str(side) for side in of_year.sides.order_by("position")] == sides


def test_a_real_network_gets_no_invented_past() -> None:
    network = a_network()

    with pytest.raises(Problem) as error:
        write_past(programme=a_programme(network), by=the_network(network))

    assert error.value.code == "not_demo"


def test_every_meeting_and_agreement_is_in_the_network_and_the_pairs_add_up() -> None:
    _past, network = a_past()
    by = the_network(network)
    figures = network_figures(by, TieFilter())
    strangers, place = 0, ""
    while True:
        page = never_met(by, left="cso", right="company", place=place)
        strangers, place = strangers + len(page.rows), page.next
        if not place:
            break
    across = len(ties_for(by, TieFilter(left="cso", right="company"), size=1000).rows)

    assert (figures.met, figures.agreed, figures.introduced) == (80, 24, 40)
    assert strangers + across == 12 * 8


def test_questions_cost_the_same_for_a_long_past_as_for_a_short_one() -> None:
    counts = []
    for meetings in (20, 80):
        _past, network = a_past(meetings=meetings, agreements=meetings // 4)
        by = the_network(network)
        with CaptureQueriesContext(connection) as asked:
            ties_for(by, TieFilter())
            network_figures(by, TieFilter())
            never_met(by, left="cso", right="company")
        counts.append(len(asked))

    assert counts == [5, 5]
