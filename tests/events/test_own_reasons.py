"""Why not, told to the party that asks: true, and never what the other side said."""

from __future__ import annotations

from typing import Any

import pytest
from tests.events.factories import by_link
from tests.events.planning_factories import ReadyFair, a_ready_fair, says, worked_out
from tests.web.events.phones import a_link, a_phone

from spona.events.actions import plan_fair, publish_timetable
from spona.events.models import Absence, Party, UnmetWish
from spona.events.queries import own_reasons
from spona.events.queries.own_reasons import own_unmet
from spona.events.queries.sentences import TEMPLATES
from spona.events.states import TIMETABLE_LINK, PartyState
from spona.kernel.models import Refused

pytestmark = pytest.mark.django_db


def published(ready: ReadyFair) -> None:
    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager, time_limit=2.0), ready)
    publish_timetable(timetable=draft, by=ready.manager)


def told(party: Party) -> list[tuple[str, str]]:
    """What a party reads through its link: whom it does not meet, and the reason."""
    fresh = Party.objects.get(pk=party.pk)
    return [(unmet.other.name, unmet.reason) for unmet in own_unmet(by_link(fresh), fresh)]


def test_the_other_has_as_many_meetings_as_it_can() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=1)
    says(ready.csos[0], ready.companies[0], "must")
    says(ready.csos[1], ready.companies[0], "yes")
    published(ready)

    assert told(ready.csos[0]) == []
    assert told(ready.csos[1]) == [(ready.companies[0].name, "other_full")]


def test_its_own_times_are_taken() -> None:
    ready = a_ready_fair(csos=1, companies=2, slots=1)
    says(ready.csos[0], ready.companies[0], "must")
    says(ready.csos[0], ready.companies[1], "yes")
    published(ready)

    assert told(ready.csos[0]) == [(ready.companies[1].name, "own_full")]


def test_two_who_are_never_there_together_are_told_so() -> None:
    ready = a_ready_fair(csos=1, companies=1, slots=2)
    says(ready.csos[0], ready.companies[0], "yes")
    Absence.objects.create(party=ready.csos[0], slot=ready.slots[0])
    Absence.objects.create(party=ready.companies[0], slot=ready.slots[1])
    published(ready)

    assert told(ready.csos[0]) == [(ready.companies[0].name, "no_time")]


def test_who_does_not_come_any_more_is_named() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=1)
    says(ready.csos[0], ready.companies[0], "must")
    says(ready.csos[1], ready.companies[0], "yes")
    published(ready)
    Party.objects.filter(pk=ready.companies[0].pk).update(state=PartyState.WITHDRAWN)

    assert told(ready.csos[1]) == [(ready.companies[0].name, "not_coming")]


def test_a_refusal_stays_with_the_one_who_refused() -> None:
    ready = a_ready_fair(csos=1, companies=2, slots=2)
    says(ready.csos[0], ready.companies[0], "yes")
    says(ready.csos[0], ready.companies[1], "yes")
    says(ready.companies[0], ready.csos[0], "no")
    published(ready)

    assert UnmetWish.objects.get().reason["code"] == "why_ban"
    assert told(ready.csos[0]) == [(ready.companies[0].name, "did_not_fit")]


def test_a_refusal_reads_like_plans_that_served_others_better() -> None:
    party, other = Party(state=PartyState.CONFIRMED), Party(state=PartyState.CONFIRMED)
    whys = [code for code in TEMPLATES if code.startswith("why_")]

    same = {code for code in whys if own_reasons._told(party, other, {"code": code}) == "did_not_fit"}

    assert {"why_ban", "why_better_use", "why_better_use_score", "why_better_use_tie"} <= same


def test_without_that_a_refusal_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_reasons, "TOLD", own_reasons.TOLD | {"why_ban": "refused"})
    party, other = Party(state=PartyState.CONFIRMED), Party(state=PartyState.CONFIRMED)

    told_of = {code: own_reasons._told(party, other, {"code": code}) for code in ("why_ban", "why_better_use")}

    assert told_of == {"why_ban": "refused", "why_better_use": "did_not_fit"}


def test_what_others_wished_is_not_told() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=1)
    says(ready.companies[0], ready.csos[0], "must")
    says(ready.companies[0], ready.csos[1], "yes")
    published(ready)

    assert (UnmetWish.objects.count(), told(ready.csos[1])) == (1, [])


def test_only_the_party_itself_is_told() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=1)
    says(ready.csos[1], ready.companies[0], "yes")
    published(ready)

    with pytest.raises(Refused):
        own_unmet(by_link(ready.csos[0]), ready.csos[1])


def test_before_publication_nobody_is_told() -> None:
    ready = a_ready_fair(csos=1, companies=1)

    with pytest.raises(Refused):
        own_unmet(by_link(ready.csos[0]), ready.csos[0])


@pytest.mark.parametrize("count", [2, 4])
def test_it_costs_the_same_for_few_and_many(count: int, django_assert_max_num_queries: Any) -> None:
    ready = a_ready_fair(csos=1, companies=count, slots=1)
    for company in ready.companies:
        says(ready.csos[0], company, "yes")
    published(ready)
    party = Party.objects.select_related("fair").get(pk=ready.csos[0].pk)
    actor = by_link(party)

    with django_assert_max_num_queries(6):
        assert len(own_unmet(actor, party)) == count - 1


def test_the_party_reads_it_under_its_timetable_and_who_has_the_timetable_s_link_does_not() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=1)
    says(ready.csos[0], ready.companies[0], "must")
    says(ready.csos[1], ready.companies[0], "yes")
    published(ready)
    party = Party.objects.get(pk=ready.csos[1].pk)

    own = a_phone().get(f"/f/{a_link(party)}/timetable/").content.decode()
    read = a_phone().get(f"/t/{a_link(party, TIMETABLE_LINK)}/").content.decode()

    sentence = "They have as many meetings as they can."
    assert (sentence in own, sentence in read) == (True, False)
