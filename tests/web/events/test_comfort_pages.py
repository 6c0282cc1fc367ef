"""How pleasant a timetable is, where managers ask for it, read it and compare it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.web.events.planning_pages import a_draft, a_wished_fair, at, send, the_manager

from spona.events.models import Fair, Timetable
from spona.web.events.comfort_words import comfort_rows, comfort_words

pytestmark = pytest.mark.django_db
NOTHING_WRONG = {
    "waits": 0,
    "table_changes": 0,
    "longest_run": 5,
    "missing_breaks": 0,
    "uneven_days": 0,
    "one_sector": 0,
    "met_again": 0,
    "proven": True,
}


def with_comfort(**comfort: Any) -> Timetable:
    return Timetable(figures={"comfort": comfort})


def test_a_pleasant_day_is_said_in_sentences() -> None:
    assert comfort_words(with_comfort(**NOTHING_WRONG)) == [
        "Nobody waits between two meetings.",
        "Nobody who keeps a table has to change it.",
        "Everybody has a pause after 5 in a row at the latest.",
        "Everybody’s meetings are spread evenly over the days.",
        "Nobody meets one sector only.",
        "No meeting is between two who met at an earlier fair.",
        "No timetable that is as good in everything else is more pleasant, tables aside.",
    ]


def test_what_is_unpleasant_is_counted() -> None:
    figures = {"waits": 1, "table_changes": 2, "longest_run": 4, "missing_breaks": 3, "one_sector": 1}

    assert comfort_words(with_comfort(**figures, met_again=1200, uneven_days=2, proven=False)) == [
        "1 time a party waits between two meetings.",
        "2 times somebody who keeps a table changes it.",
        "3 meetings follow without a pause on 4 in a row.",
        "2 meetings too many stand on somebody’s fuller day.",
        "1 party meets one sector only.",
        "1,200 meetings are between two who met at an earlier fair.",
    ]


def test_what_was_not_asked_for_is_not_said() -> None:
    assert comfort_words(with_comfort(waits=0, table_changes=0, proven=False)) == [
        "Nobody waits between two meetings.",
        "Nobody who keeps a table has to change it.",
    ]
    assert list(comfort_rows(with_comfort(waits=3, table_changes=0)).values()) == ["3", "0"]


def test_timetables_from_before_say_nothing() -> None:
    assert (comfort_words(Timetable(figures={})), comfort_rows(Timetable(figures={}))) == ([], {})


def chosen(fair: Fair, client: Client) -> dict[str, str]:
    """What the fair's form shows, to be sent back as it is."""
    form = client.get(at("edit", fair)).context["form"]
    shown = {name: field.value() for name, field in ((field.name, field) for field in form)}
    sent = {name: str(value) for name, value in shown.items() if value is not None and value is not False}
    return sent | {"_version": str(fair.version)}


def test_a_manager_says_what_planning_looks_after() -> None:
    ready = a_wished_fair()
    manager = the_manager(ready)
    sent = chosen(ready.fair, manager)
    assert (sent["longest_run"], sent["mix_sectors"], sent["even_days"]) == ("5", "True", "True")

    answer = send(manager, at("edit", ready.fair), **{**sent, "longest_run": "3", "mix_sectors": ""})

    assert answer.status_code == 302
    fair = Fair.objects.get(pk=ready.fair.pk)
    assert (fair.longest_run, fair.mix_sectors, fair.even_days) == (3, False, True)


def test_the_cockpit_says_how_pleasant_the_day_is_and_leads_to_what_is_asked() -> None:
    ready = a_wished_fair()
    a_draft(ready)

    page = the_manager(ready).get(at("plan", ready.fair)).content.decode()

    card = re.search(r"How pleasant the day is.*?</ul>.*?</p>", page, re.DOTALL)
    assert card is not None
    assert "Everybody has a pause after 5 in a row at the latest." in card[0]
    assert at("edit", ready.fair) in card[0]


def test_two_timetables_are_compared_by_it() -> None:
    ready = a_wished_fair()
    first, second = a_draft(ready), a_draft(ready)
    second.figures["comfort"]["waits"] = 7
    second.save(update_fields=["figures"])

    page = the_manager(ready).get(at("compare", ready.fair) + f"?first={first.number}&second={second.number}")

    rows = {row[0]: row[1:] for row in page.context["figure_rows"]}
    assert rows["Free times between meetings, all parties"] == ("0", "7")
    assert rows["Changes of table by those who keep one"] == ("0", "0")
