"""The sign of the site disturbs no form that is open in the same moment."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import a_network
from tests.web.browsing import reached

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status", "gives_a_token"), [("/favicon.ico", 302, False), ("/accounts/login/", 200, True)]
)
def test_the_sign_of_the_site_changes_no_token(path: str, status: int, gives_a_token: bool) -> None:
    reached(a_network())

    answer = Client().get(path)

    assert (answer.status_code, "csrftoken" in answer.cookies) == (status, gives_a_token)
