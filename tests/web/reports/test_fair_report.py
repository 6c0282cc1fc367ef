"""The report as its readers get it: every number leads to its rows, on paper and in the spreadsheet it is the same."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.factories import a_manager, an_actor
from tests.reports.factories import a_held_fair, a_past, let_in
from tests.web.browsing import a_browser, reached, text_of

from spona.events.models import Fair
from spona.kernel.models import Account, Actor, Money, Role, RoleKind
from spona.kernel.queries import actor_of
from spona.parties.models import Organisation
from spona.reports.queries import FairReport, Number, fair_report, lines_behind
from spona.reports.queries.parties import CONDITIONS
from spona.reports.states import Presence
from spona.web.reports.content import sections
from spona.web.reports.forms import LinesBehind
from spona.web.reports.links import rows_url
from spona.web.reports.words import DASH

pytestmark = pytest.mark.django_db

SMALL = {"meetings": 24, "agreements": 10, "csos": 6, "companies": 4}
QUERIES = 20


def a_partner_account(fair: Fair, *countries: str) -> Actor:
    """A national partner who can log in."""
    actor = an_actor(fair.network, RoleKind.NATIONAL_PARTNER)
    Role.objects.filter(account_id=actor.account_id).update(countries=list(countries))
    return actor_of(Account.objects.get(pk=actor.account_id), fair.network_id)


def a_donor_account(fair: Fair) -> Actor:
    return an_actor(fair.network, RoleKind.DONOR_VIEWER, programme_id=fair.programme_id)


def numbers_of(report: FairReport) -> list[Number]:
    """Every number there is in the report, of this fair and of the one before it."""
    return [
        number
        for section in sections(report)
        for table in section.tables
        for line in table.lines
        for number in line.numbers
    ]


def rows_on(client: Client, url: str) -> int:
    """How many rows a list has, over all its pages."""
    rows, answer = 0, client.get(url)
    while True:
        assert answer.status_code == 200, url
        rows += len(answer.context["rows"])
        if not answer.context["next_url"]:
            assert answer.context["number"] == rows, url
            return rows
        answer = client.get(answer.context["next_url"])


def behind(actor: Actor, fairs: dict[str, Fair], client: Client, number: Number) -> Any:
    """What the rows behind a number come to: how many they are, or what their values or quantities add up to."""
    assert number.rows is not None
    url = rows_url(number.rows)
    rows = rows_on(client, url)
    if isinstance(number.value, int):
        return rows
    chosen = LinesBehind(QueryDict(url.partition("?")[2])).chosen()
    lines = list(lines_behind(actor, fairs[number.rows.slug], timezone.now(), **chosen))
    assert len(lines) == rows
    if isinstance(number.value, Money):
        return Money(sum((line.value_amount or Decimal(0) for line in lines), Decimal(0)), number.value.currency)
    return sum((line.quantity or Decimal(0) for line in lines), Decimal(0))


def differing(actor: Actor, fairs: Sequence[Fair], lists: str = "") -> list[tuple[str, Any, Any]]:
    """The numbers in the report of the last of the fairs whose rows come to something else: address, number, what they
    come to. ``lists``: only those that lead to this list.
    """
    client, asked = a_browser(actor), {}
    for number in numbers_of(fair_report(actor, fairs[-1])):
        if number.rows is not None and lists in number.rows.of:
            asked[rows_url(number.rows)] = number
    by_slug = {fair.slug: fair for fair in fairs}
    found = [(url, number.value, behind(actor, by_slug, client, number)) for url, number in asked.items()]
    assert len(asked) > 20
    return [entry for entry in found if entry[1] != entry[2]]


class TestNumbersAndRows:
    def test_every_number_leads_to_as_many_rows(self) -> None:
        past = a_past(**SMALL)
        reached(past.fairs[1].network)

        assert differing(a_manager(past.fairs[1].network), past.fairs) == []

    def test_a_list_that_is_narrowed_otherwise_than_its_number_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Negative control."""
        past = a_past(**SMALL)
        reached(past.fairs[1].network)
        monkeypatch.setitem(CONDITIONS, Presence.WALK_IN, CONDITIONS[Presence.CAME])

        found = differing(a_manager(past.fairs[1].network), past.fairs, "parties")

        assert {url.partition("?")[2] for url, _number, _rows in found} == {"presence=walk_in"}

    def test_a_national_partner_s_numbers_lead_to_its_own_rows(self) -> None:
        fair = a_past(**SMALL, fairs=1).fairs[0]
        reached(fair.network)
        ours = list(Organisation.objects.filter(network=fair.network).order_by("sort_key")[:7])
        Organisation.objects.filter(pk__in=[row.pk for row in ours]).update(country="BA")

        assert differing(a_partner_account(fair, "BA"), [fair]) == []

    def test_every_known_number_but_shares_and_noughts_is_a_link_for_a_manager(self) -> None:
        fair = a_past(**SMALL).fairs[1]
        report = fair_report(a_manager(fair.network), fair)

        unlinked = [
            number
            for number in numbers_of(report)
            if number.rows is None and not isinstance(number.value, float) and number.value is not None
        ]

        assert {number.value.amount if isinstance(number.value, Money) else number.value for number in unlinked} == {0}


def links(answer: Any) -> Iterator[str]:
    """Addresses of lists on a page."""
    for part in answer.content.decode().split('href="')[1:]:
        url = part.partition('"')[0]
        if "/report/" in url and "?" in url:
            yield url


class TestReaders:
    def test_a_donor_reads_numbers_without_a_way_to_the_rows(self) -> None:
        fair = a_past(**SMALL).fairs[1]
        reached(fair.network)
        client = a_browser(a_donor_account(fair))
        answer = client.get(f"/fairs/{fair.slug}/report/")
        lists = ("parties", "meetings", "wishes", "agreements", "lines", "checks")

        assert (answer.status_code, list(links(answer))) == (200, [])
        assert "Groups of fewer than five parties are put together" in text_of(answer)
        assert [client.get(f"/fairs/{fair.slug}/report/{name}/").status_code for name in lists] == [403] * 6

    def test_a_national_partner_reads_no_name_of_another_country_and_nobody_s_wishes(self) -> None:
        held = a_held_fair(csos=1, companies=1)
        fair = held.fair
        reached(fair.network)
        Organisation.objects.filter(pk=held.csos[0].organisation_id).update(country="BA")
        let_in(held, *held.everybody)
        client = a_browser(a_partner_account(fair, "BA"))
        shown = text_of(client.get(f"/fairs/{fair.slug}/report/meetings/"))

        assert f"{held.csos[0].name} – somebody from another country" in shown
        assert held.companies[0].name not in shown
        assert client.get(f"/fairs/{fair.slug}/report/wishes/").status_code == 403
        assert "Bosnia" in text_of(client.get(f"/fairs/{fair.slug}/report/"))

    def test_who_reads_reports_finds_them_from_every_page(self) -> None:
        fair = a_past(**SMALL).fairs[1]
        reached(fair.network)
        donor = a_browser(a_donor_account(fair))

        assert "Fair reports" in text_of(donor.get("/programmes/"))
        assert text_of(donor.get("/reports/")).count("Partnership Fair") == 2
        assert "Fair reports" not in text_of(a_browser(an_actor(fair.network)).get("/programmes/"))


class TestPage:
    def test_it_begins_with_the_fair_in_words(self) -> None:
        held = a_held_fair()
        reached(held.fair.network)
        let_in(held, *held.csos, held.companies[0])
        shown = text_of(a_browser(a_manager(held.fair.network)).get(f"/fairs/{held.fair.slug}/report/"))

        assert "3 of 4 invited parties came." in shown
        assert "2 of 4 planned meetings took place." in shown
        assert "No agreement has been made so far." in shown

    def test_what_is_not_known_is_a_dash_with_its_reason_and_never_nought(self) -> None:
        held = a_held_fair()
        reached(held.fair.network)
        shown = text_of(a_browser(a_manager(held.fair.network)).get(f"/fairs/{held.fair.slug}/report/"))

        assert f"Came {DASH} (nobody was checked in at a door)" in shown
        assert f"Took place {DASH} (nobody was checked in, and nobody said what became of the meetings)" in shown
        assert "how many came is not known, because nobody was checked in at a door" in shown

    def test_before_the_fair_there_is_nothing_to_report_and_no_way_to_it(self) -> None:
        held = a_held_fair()
        Fair.objects.filter(pk=held.fair.pk).update(starts_on=timezone.localdate() + dt.timedelta(days=3))
        reached(held.fair.network)
        client = a_browser(a_manager(held.fair.network))

        assert "Nothing to report yet" in text_of(client.get(f"/fairs/{held.fair.slug}/report/"))
        assert (
            f"/fairs/{held.fair.slug}/report/" not in client.get(f"/fairs/{held.fair.slug}/parties/").content.decode()
        )

    def test_a_spoilt_address_of_a_list_narrows_nothing(self) -> None:
        held = a_held_fair()
        reached(held.fair.network)
        client = a_browser(a_manager(held.fair.network))
        base = f"/fairs/{held.fair.slug}/report"

        assert rows_on(client, f"{base}/parties/?presence=lost&held=many&kind=nobody") == 4
        assert rows_on(client, f"{base}/agreements/?days=13&then=lost") == 0


def test_the_seeded_past_is_reported_and_drawn_with_few_questions() -> None:
    """Five fairs, 2,000 meetings, 300 agreements: the report, its papers and the network picture."""
    past = a_past(fairs=5, meetings=2000, agreements=300, csos=60, companies=45)
    fair = past.fairs[-1]
    reached(fair.network)
    client = a_browser(a_manager(fair.network))
    report = f"/fairs/{fair.slug}/report/"
    client.get("/programmes/")
    asked = {}
    for url in (report, f"{report}report.pdf", f"{report}report.xlsx", "/network/who-met-whom/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        asked[url] = len(queries)

    assert {url: number for url, number in asked.items() if number > QUERIES} == {}
    assert past.meetings == 2000
    assert past.agreements == 300


def test_lists_ask_as_many_questions_for_many_rows_as_for_few() -> None:
    counts = []
    for meetings in (12, 40):
        fair = a_past(fairs=1, meetings=meetings, agreements=meetings // 4, csos=6, companies=meetings // 4).fairs[0]
        reached(fair.network)
        client = a_browser(a_manager(fair.network))
        client.get("/programmes/")
        for name in ("parties", "meetings", "wishes", "agreements", "lines", "checks"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/fairs/{fair.slug}/report/{name}/").status_code == 200
            counts.append((name, len(queries)))
        fair.network.domains.all().delete()

    assert counts[:6] == counts[6:]
    assert [entry for entry in counts if entry[1] > 15] == []


class TestPapers:
    def test_the_paper_says_what_the_page_says(self) -> None:
        fair = a_past(**SMALL).fairs[1]
        reached(fair.network)
        manager = a_manager(fair.network)
        answer = a_browser(manager).get(f"/fairs/{fair.slug}/report/report.pdf")
        pages = PdfReader(io.BytesIO(answer.content)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        report = fair_report(manager, fair)

        assert answer["Content-Type"] == "application/pdf"
        assert f"{report.this.parties.number(Presence.CAME_INVITED).value} of" in text
        assert [section.title for section in sections(report) if section.title not in text] == []
        assert "How the numbers are counted" in text

    def test_the_spreadsheet_holds_numbers_that_add(self) -> None:
        fair = a_past(**SMALL).fairs[1]
        reached(fair.network)
        manager = a_manager(fair.network)
        answer = a_browser(manager).get(f"/fairs/{fair.slug}/report/report.xlsx")
        book = load_workbook(io.BytesIO(answer.content))
        cells = [cell for sheet in book for row in sheet.iter_rows(min_col=2) for cell in row]
        written = sorted(float(cell.value) for cell in cells if isinstance(cell.value, int | float))
        known = [number.value for number in numbers_of(fair_report(manager, fair)) if number.value is not None]

        assert written == sorted(float(value.amount if isinstance(value, Money) else value) for value in known)

    def test_a_paper_without_anything_known_can_be_made(self) -> None:
        held = a_held_fair(csos=1, companies=1)
        reached(held.fair.network)
        client = a_browser(a_manager(held.fair.network))
        answers = [client.get(f"/fairs/{held.fair.slug}/report/report.{kind}") for kind in ("pdf", "xlsx")]

        assert [answer.status_code for answer in answers] == [200, 200]
