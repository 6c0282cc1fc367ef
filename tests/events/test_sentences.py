"""What the engine says, in people's words."""

from __future__ import annotations

from string import Formatter

import pytest
from django.utils import translation

from spona.events.queries.sentences import TEMPLATES, sentence_text
from spona_engine.sentences import TEMPLATES as SAID_BY_THE_ENGINE


def params_of(template: object) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(str(template)) if name}


@pytest.mark.parametrize("code", sorted(SAID_BY_THE_ENGINE))
def test_every_code_of_the_engine_has_a_template_with_the_same_parameters(code: str) -> None:
    with translation.override("en"):
        assert params_of(TEMPLATES[code]) == params_of(SAID_BY_THE_ENGINE[code])


def test_only_reasons_for_no_meeting_are_said_beside_the_engine() -> None:
    extra = set(TEMPLATES) - set(SAID_BY_THE_ENGINE)

    assert {code for code in extra if not code.startswith("none_")} == set()


def test_ids_are_replaced_by_names_also_inside_sentences() -> None:
    cso, company = "01936f2e-0000-7000-8000-000000000001", "01936f2e-0000-7000-8000-000000000002"
    names = {cso: "Udruga MI", company: "Ipsum"}
    inner = {"code": "demand_pin", "params": {"a": cso, "b": company}}

    assert sentence_text("clash", {"count": 2, "demands": [inner, f"{cso} rests"]}, names) == (
        "these 2 demands cannot all hold; give up one of them: Udruga MI meets Ipsum; Udruga MI rests"
    )


def test_a_code_of_another_version_is_said_as_it_is() -> None:
    assert sentence_text("never_heard", {"a": 1}) == "never_heard"


def test_a_large_number_inside_a_sentence_is_grouped_as_its_reader_writes_it() -> None:
    said = {}
    for language in ("en", "sr-latn"):
        with translation.override(language):
            said[language] = sentence_text("wrong_score", {"stated": 600334, "actual": 7})

    assert ("600,334" in said["en"], "600.334" in said["sr-latn"]) == (True, True)
