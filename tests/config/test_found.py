"""An installation begins without the demo: a network, and the link by which its first manager comes in."""

import re

import pytest
from django.core.management import CommandError, call_command
from tests.factories import a_network
from tests.web.browsing import a_browser, send

from spona.kernel.actions import verify_chain
from spona.kernel.models import Network, Role, RoleKind

pytestmark = pytest.mark.django_db


def found(**options):
    given = {"name": "Mreža saradnje", "manager": "Ana@example.org", "language": "sr-latn", **options}
    call_command("found", **given)


def test_the_first_manager_comes_in_by_the_printed_link(capsys):
    found(country="rs")
    network = Network.objects.get()
    link = re.search(r"(/invitation/\S+)", capsys.readouterr().out)[1]
    answer = send(a_browser(), link, name="Ana", password="correct horse battery")
    role = Role.objects.get(network=network)
    assert (answer.status_code, role.kind, role.account.email) == (302, RoleKind.NETWORK_MANAGER, "ana@example.org")
    assert (network.slug, network.country, network.languages[0], network.is_demo) == (
        *("mreza-saradnje", "RS", "sr-latn", False),
    )
    assert list(verify_chain(network.pk)) == []


def test_the_link_works_once(capsys):
    found()
    link = re.search(r"(/invitation/\S+)", capsys.readouterr().out)[1]
    send(a_browser(), link, name="Ana", password="correct horse battery")
    assert a_browser().get(link).status_code == 410


@pytest.mark.parametrize(
    ("there", "options", "reason"),
    [
        ({"slug": "demo", "is_demo": True}, {}, "demo network"),
        ({"slug": "mreza-saradnje"}, {"host": "b.example"}, "already"),
        ({"slug": "other"}, {}, "--host"),
    ],
)
def test_founding_is_refused_with_its_reason(there, options, reason):
    a_network(**there)
    with pytest.raises(CommandError, match=reason):
        found(**options)
    assert Network.objects.count() == 1


def test_a_second_network_is_reached_under_its_own_host(capsys):
    a_network()
    found(host="Mreza.example")
    made = Network.objects.get(slug="mreza-saradnje")
    assert list(made.domains.values_list("host", flat=True)) == ["mreza.example"]
    assert "https://Mreza.example/invitation/" in capsys.readouterr().out


def test_an_impossible_sender_founds_nothing():
    with pytest.raises(CommandError, match="is not an address"):
        found(mail_from="nobody")
    assert not Network.objects.exists()
