"""A row that is there already is a refusal in words, and the transaction around it goes on."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.factories import a_network

from spona.kernel.actions import insert
from spona.kernel.models import Network, Problem, Translated

pytestmark = pytest.mark.django_db


def test_a_row_that_is_taken_is_refused_in_words_and_the_rest_of_the_write_stands() -> None:
    taken = a_network(slug="most")
    with transaction.atomic():
        with pytest.raises(Problem) as refused:
            insert(
                Network(slug="most", name=Translated.of("Most", "en")),
                taken=lambda: Problem("There is one.", code="taken"),
            )
        insert(Network(slug="veza", name=Translated.of("Veza", "en")), taken=lambda: Problem("no", code="no"))

    assert (refused.value.code, set(Network.objects.values_list("slug", flat=True))) == ("taken", {taken.slug, "veza"})
