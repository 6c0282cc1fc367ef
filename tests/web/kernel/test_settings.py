"""The network's settings: for those who run it, never over somebody else's change."""

import pytest
from tests.factories import a_manager, a_network, a_programme_manager
from tests.web.browsing import a_browser, field_of, reached, send, text_of

from spona.kernel.models import AuditEntry, Network, Translated, uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    name = Translated.of("Mreža", "sr-latn", en="Network")
    return reached(a_network(name=name, languages=["sr-latn", "en"], mail_from="mreza@example.org"))


def settings(**changes):
    return {
        "name_sr-latn": "Mreža",
        "name_en": "Network",
        "languages": ["sr-latn", "en"],
        "default_language": "sr-latn",
        "mail_from": "mreza@example.org",
        "time_zone": "Europe/Belgrade",
        "_version": "1",
        **changes,
    }


def test_only_those_who_run_the_network_open_its_settings(network):
    readers = (a_manager(network), a_programme_manager(network, uuid7()), None)
    assert [a_browser(reader).get("/settings/").status_code for reader in readers] == [200, 403, 302]


def test_the_page_shows_the_settings_as_they_stand(network):
    page = a_browser(a_manager(network)).get("/settings/")
    shown = [field_of(page, name) for name in ("name_sr-latn", "name_en", "name_bg", "mail_from", "time_zone")]
    assert shown == ["Mreža", "Network", "", "mreza@example.org", "Europe/Belgrade"]


def test_what_is_saved_is_what_the_next_page_shows(network):
    browser = a_browser(a_manager(network))
    sent = settings(name_en="The Network", name_hr="Mreža Hrvatska", default_language="hr", time_zone="Europe/Zagreb")
    answer = send(browser, "/settings/", **sent)
    saved = Network.objects.get(pk=network.pk)
    assert (answer.status_code, saved.version, saved.time_zone) == (302, 2, "Europe/Zagreb")
    assert saved.languages == ["hr", "sr-latn", "en"]
    assert (saved.name.original, saved.name.text("en"), saved.name.text("hr")) == (
        "sr-latn",
        "The Network",
        "Mreža Hrvatska",
    )
    assert "The Network" in text_of(browser.get("/"))
    assert AuditEntry.objects.get().sentence == "changed the network's settings: languages, mail_from, name, time_zone"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"time_zone": "Europe/Atlantis"}, "is not a time zone"),
        ({"mail_from": "nobody"}, "valid email"),
        ({"name_sr-latn": "", "name_en": " "}, "needs a name"),
        ({"default_language": "xx"}, "not one of the available choices"),
    ],
)
def test_what_does_not_fit_is_said_and_not_saved(network, changes, word):
    answer = send(a_browser(a_manager(network)), "/settings/", **settings(**changes))
    assert (answer.status_code, word in text_of(answer)) == (422, True)
    assert Network.objects.get(pk=network.pk).version == 1


def test_who_saved_meanwhile_is_not_overwritten_and_both_versions_are_shown(network):
    send(a_browser(a_manager(network)), "/settings/", **settings(name_en="Theirs"))
    answer = send(a_browser(a_manager(network)), "/settings/", **settings(name_en="Yours"))
    shown = text_of(answer)
    assert (answer.status_code, "Theirs" in shown, "Yours" in shown) == (409, True, True)
    assert Network.objects.get(pk=network.pk).name.text("en") == "Theirs"
