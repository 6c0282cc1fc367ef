"""Who comes for a party: named by itself or by the organiser, one badge each."""

from __future__ import annotations

import pytest
from tests.events.factories import a_fair, a_party, an_actor, by_link, the_network
from tests.events.planning_factories import a_ready_fair
from tests.web.events.phones import a_link, a_phone, an_open_fair, send
from tests.web.events.planning_pages import send as send_key
from tests.web.events.planning_pages import the_manager

from spona.events.actions import edit_party
from spona.events.actions.parties import LONGEST_NAME, MOST_PEOPLE
from spona.events.models import Party
from spona.events.queries import parties_for
from spona.kernel.models import Problem, RoleKind
from spona.web.events.documents import pdf
from spona.web.events.print_data import badges_data

pytestmark = pytest.mark.django_db


def people_of(party: Party) -> str:
    return Party.objects.get(pk=party.pk).people


def test_a_party_names_who_comes() -> None:
    (cso,), _companies = an_open_fair()
    path = f"/f/{a_link(cso)}/"

    answer = send(
        a_phone(), path, do="people", people="  Ana  Anić \r\n\r\nBranko Babić\r\n", _version=str(cso.version)
    )

    assert (answer.status_code, people_of(cso)) == (302, "Ana Anić\nBranko Babić")
    assert "Branko Babić" in a_phone().get(path).content.decode()


def test_the_organiser_names_them_too() -> None:
    ready = a_ready_fair(csos=1, companies=1)
    cso, manager = ready.csos[0], the_manager(ready)
    path = f"/fairs/{ready.fair.slug}/parties/{cso.pk}/"

    answer = send_key(manager, path, people="Ana Anić", contact_name="Cvita", _version=str(cso.version))

    assert (answer.status_code, people_of(cso)) == (302, "Ana Anić")


@pytest.mark.parametrize(
    ("people", "code"),
    [("\n".join(["Ana"] * (MOST_PEOPLE + 1)), "too_many_people"), ("A" * (LONGEST_NAME + 1), "name_too_long")],
)
def test_more_names_than_badges_are_refused(people: str, code: str) -> None:
    party = a_party(a_fair())

    with pytest.raises(Problem) as error:
        edit_party(party=party, people=people, by=by_link(party))

    assert (error.value.code, error.value.place, people_of(party)) == (code, "people", "")


def test_as_many_names_as_badges_are_taken() -> None:
    party = a_party(a_fair())

    edit_party(party=party, people="\n".join(["A" * LONGEST_NAME] * MOST_PEOPLE), by=by_link(party))

    assert len(Party.objects.get(pk=party.pk).on_badges) == MOST_PEOPLE


def test_everybody_who_comes_has_a_badge_of_the_party() -> None:
    ready = a_ready_fair(csos=1, companies=2)
    cso, (first, second) = ready.csos[0], ready.companies
    cso.people, first.contact_name = "Ana Anić\nBranko Babić", "Cvita"

    data = badges_data(ready.fair, [cso, first, second])
    badges = data["badges"]

    assert [(badge["name"], badge["person"]) for badge in badges] == [
        (cso.name, "Ana Anić"),
        (cso.name, "Branko Babić"),
        (first.name, "Cvita"),
        (second.name, ""),
    ]
    assert len({badge["typed"] for badge in badges}) == 3
    assert pdf("badges", data, "Badges", "en")[:5] == b"%PDF-"


def test_who_may_not_see_contacts_reads_no_names() -> None:
    party = a_party(a_fair())
    fair, network = party.fair, the_network(party.fair.network)
    donor = an_actor(fair.network, RoleKind.DONOR_VIEWER, fair.programme)

    unread = [parties_for(actor, fair).get().get_deferred_fields() for actor in (donor, network)]

    assert [("people" in columns) for columns in unread] == [True, False]
