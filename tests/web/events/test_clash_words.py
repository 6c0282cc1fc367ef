"""Demands that stand against each other are named in the reader's language, down to the last of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.events.planning_factories import ReadyFair
from tests.web.browsing import text_of
from tests.web.events.planning_pages import a_draft, a_wished_fair, at, the_manager

from spona.events.actions import pin_pair, plan_fair, set_absences
from spona.matching.actions import sentences, work_run

pytestmark = pytest.mark.django_db
MEET = {
    "hr": "{a} i {b} susreću se u 10:00",
    "sr-latn": "{a} i {b} se susreću u 10:00",
}
ENGLISH = (" meets ", "demands cannot", " is not available", " at most ", "give up one")


@pytest.fixture
def clashing() -> ReadyFair:
    """A CSO that is pinned to two companies at ten o'clock."""
    ready = a_wished_fair(csos=1, companies=2, slots=2)
    for company in ready.companies:
        pin_pair(fair=ready.fair, a=ready.csos[0], b=company, slot=ready.slots[0], by=ready.manager)
    return ready


def said_in(language: str, ready: ReadyFair) -> str:
    """What the page about the plan that came to nothing says in a language."""
    work_run(run_id=plan_fair(fair=ready.fair, by=ready.manager).pk, by=ready.system)
    return text_of(the_manager(ready).get(at("run", ready.fair), headers={"accept-language": language}))


def english_in(page: str) -> list[str]:
    return [words for words in ENGLISH if words in page]


@pytest.mark.parametrize("language", MEET)
def test_pins_that_clash_are_named_in_the_reader_s_language(language: str, clashing: ReadyFair) -> None:
    page = said_in(language, clashing)

    cso = clashing.csos[0].name
    expected = [MEET[language].format(a=cso, b=company.name) for company in clashing.companies]
    assert ([said for said in expected if said not in page], english_in(page)) == ([], [])


def test_an_absence_in_the_way_of_a_pin_is_named_too() -> None:
    ready = a_wished_fair(csos=1, companies=1, slots=2)
    cso, ten = ready.csos[0], ready.slots[0]
    pin_pair(fair=ready.fair, a=cso, b=ready.companies[0], slot=ten, by=ready.manager)
    set_absences(party=cso, slots=[ten.pk], by=ready.manager)

    page = said_in("hr", ready)

    assert (f"{cso.name} ne može u 10:00" in page, english_in(page)) == (True, [])


def test_a_change_by_hand_that_is_impossible_says_why_in_the_reader_s_language() -> None:
    ready = a_wished_fair(csos=1, companies=2, slots=2)
    draft = a_draft(ready)
    cso, (first, second) = ready.csos[0], ready.companies
    pin_pair(fair=ready.fair, a=cso, b=first, slot=ready.slots[0], by=ready.manager)
    asked = {"a": cso.pk, "b": second.pk, "slot": ready.slots[0].pk, "do": "pin"}

    answer = the_manager(ready).get(at("change", ready.fair, draft.number), asked, headers={"accept-language": "hr"})

    page = text_of(answer)
    assert (MEET["hr"].format(a=cso.name, b=second.name) in page, english_in(page)) == (True, [])


def test_written_down_as_words_the_demands_would_stay_english(
    clashing: ReadyFair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the rows keep codes, not words."""
    plain = sentences._plain

    def words(value: Any) -> Any:
        return [str(part) for part in value] if isinstance(value, list) else plain(value)

    monkeypatch.setattr(sentences, "_plain", words)

    assert " meets " in english_in(said_in("hr", clashing))
