"""People are asked to join, and come in with the role they were asked for."""

import pytest
from tests.factories import a_manager, a_network

from spona.kernel.actions import invite
from spona.kernel.models import OutboxMessage, RoleKind

pytestmark = pytest.mark.django_db


def test_an_invitation_goes_out_with_its_link():
    network = a_network()
    invitation = invite(email="Ana@Example.org ", kind=RoleKind.MENTOR, url_of="/join/TOKEN/", by=a_manager(network))
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.subject_id, mail.subject) == ("ana@example.org", invitation.pk, f"Your account at {network}")
    assert ("/join/" in mail.text, "/join/" in mail.html, "TOKEN" in mail.text) == (True, True, False)
