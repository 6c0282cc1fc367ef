"""The fields of the cockpit that are kept are those its forms would write, in each language and for each fair."""

from __future__ import annotations

from django.utils import translation
from tests.web.shell_reading import elements

from spona.events.models import Fair
from spona.web.events.planning_forms import PairForm, PlanForm, pair_fields, plan_fields
from spona.web.fields import bound_fields


def test_a_plan_is_asked_for_in_the_reader_s_language() -> None:
    for language in ("en", "hr", "en"):
        with translation.override(language):
            written = plan_fields(keep=False)
            assert written == bound_fields(PlanForm().visible_fields())
            assert [label.text for label in elements(written, "label")] == [
                str(PlanForm.base_fields[name].label) for name in ("keep", "moves", "fill", "time_limit")
            ]


def test_few_changes_are_proposed_only_where_something_is_published() -> None:
    boxes = {keep: elements(plan_fields(keep=keep), "input", name="keep")[0].attributes for keep in (True, False, True)}
    assert {keep: "checked" in attributes for keep, attributes in boxes.items()} == {True: True, False: False}


def test_names_are_offered_out_of_the_fair_one_looks_at() -> None:
    for slug in ("skopje", "vranje", "skopje"):
        written = pair_fields(Fair(slug=slug))
        assert written == bound_fields(PairForm(slug))
        asked = [field.attributes["hx-get"] for field in elements(written, "input")]
        assert [slug in address for address in asked] == [True, True]
