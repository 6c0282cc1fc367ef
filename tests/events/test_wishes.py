"""What parties say about meeting each other."""

from __future__ import annotations

import pytest
from tests.events.factories import a_fair, a_manager, a_party, by_link

from spona.events.actions import Saying, state_wish, state_wishes
from spona.events.models import Wish
from spona.events.queries import conflicts, reason_text, wish_matrix_rows, wishes_of
from spona.kernel.models import Problems, Refused, uuid7

pytestmark = pytest.mark.django_db


def codes(error: pytest.ExceptionInfo[Problems]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_the_last_word_counts() -> None:
    fair = a_fair(is_open=True)
    cso, company = a_party(fair), a_party(fair, "company")

    state_wish(chooser=cso, about=company, level="yes", by=by_link(cso))
    state_wish(chooser=cso, about=company, level="must", note="voda", by=by_link(cso))

    assert list(Wish.objects.values_list("level", "note")) == [("must", "voda")]


def test_a_wish_is_taken_back() -> None:
    fair = a_fair(is_open=True)
    cso, company = a_party(fair), a_party(fair, "company")
    state_wish(chooser=cso, about=company, level="yes", by=by_link(cso))

    assert state_wish(chooser=cso, about=company, level="", by=by_link(cso)) is None
    assert Wish.objects.count() == 0


def test_many_wishes_stand_together_or_not_at_all() -> None:
    fair = a_fair(is_open=True)
    cso, company, own_side, stranger = (
        a_party(fair),
        a_party(fair, "company"),
        a_party(fair),
        a_party(a_fair(), "company"),
    )
    sayings = [
        Saying(company.pk, "yes"),
        Saying(own_side.pk, "yes"),
        Saying(stranger.pk, "yes"),
        Saying(uuid7(), "no"),
        Saying(cso.pk, "must"),
    ]

    with pytest.raises(Problems) as error:
        state_wishes(chooser=cso, sayings=sayings, by=by_link(cso))

    assert [(p.place, p.code) for p in error.value.problems] == [
        (f"wish-{own_side.pk}", "same_side"),
        (f"wish-{stranger.pk}", "unknown_party"),
        (f"wish-{sayings[3].about_id}", "unknown_party"),
        (f"wish-{cso.pk}", "same_organisation"),
    ]
    assert Wish.objects.count() == 0


def test_a_word_that_is_no_wish_is_refused() -> None:
    fair = a_fair(is_open=True)
    cso, company = a_party(fair), a_party(fair, "company")

    with pytest.raises(Problems) as error:
        state_wish(chooser=cso, about=company, level="perhaps", by=by_link(cso))

    assert codes(error) == ["unknown_level"]


def test_musts_are_limited_where_the_fair_says_so() -> None:
    fair = a_fair(is_open=True, max_musts=1)
    cso, first, second = a_party(fair), a_party(fair, "company"), a_party(fair, "company")
    state_wish(chooser=cso, about=first, level="must", by=by_link(cso))

    with pytest.raises(Problems) as error:
        state_wish(chooser=cso, about=second, level="must", by=by_link(cso))

    assert codes(error) == ["too_many_musts"]


def test_wishes_are_closed_with_the_fair() -> None:
    fair = a_fair()
    cso, company = a_party(fair), a_party(fair, "company")

    with pytest.raises(Refused):
        state_wish(chooser=cso, about=company, level="yes", by=by_link(cso))
    assert state_wish(chooser=cso, about=company, level="yes", by=a_manager(fair.programme)) is not None


def test_a_must_against_a_no_is_taken_and_shown_to_the_manager() -> None:
    fair = a_fair(is_open=True)
    cso, company = a_party(fair), a_party(fair, "company")
    state_wish(chooser=cso, about=company, level="must", by=by_link(cso))
    state_wish(chooser=company, about=cso, level="no", by=by_link(company))

    found = conflicts(a_manager(fair.programme), fair, musts=1)

    assert [(wish.chooser, wish.about) for wish in found] == [(cso, company)]


def test_a_partys_wishes_are_its_own() -> None:
    fair = a_fair(is_open=True)
    cso, company = a_party(fair), a_party(fair, "company")

    with pytest.raises(Refused):
        wishes_of(by_link(company), cso)


def test_a_page_of_the_matrix_costs_one_query(django_assert_num_queries: object) -> None:
    fair = a_fair(is_open=True)
    csos, companies = [a_party(fair) for _ in range(2)], [a_party(fair, "company") for _ in range(2)]
    state_wish(chooser=csos[0], about=companies[1], level="must", by=by_link(csos[0]))
    state_wish(chooser=companies[1], about=csos[0], level="yes", by=by_link(companies[1]))

    manager = a_manager(fair.programme)
    with django_assert_num_queries(1):  # type: ignore[operator]
        rows = wish_matrix_rows(manager, fair, csos, companies)

    assert [[(cell.row_says, cell.column_says) for cell in row.cells] for row in rows] == [
        [("", ""), ("must", "yes")],
        [("", ""), ("", "")],
    ]


def test_a_reason_quotes_whole_words_and_no_full_stop_of_theirs() -> None:
    long = "Volunteers from companies help older neighbours once a week with their telephones and banks"
    said = reason_text({"kind": "sentence", "left": long, "right": "We have used tablets."})
    assert said == (
        "“Volunteers from companies help older neighbours once a week with …” goes with “We have used tablets”."
    )
