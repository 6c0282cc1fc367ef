"""What is typed into a form is not lost: kept while typing, shown again, and kept when the session ended meanwhile."""

import re

import pytest
from tests.events.factories import a_fair, a_programme
from tests.factories import a_manager, a_network
from tests.parties.factories import an_organisation
from tests.web.browsing import a_browser, field_of, reached, send, text_of
from tests.web.events.phones import a_member, an_open_fair

from spona.events.models import Side
from spona.kernel.models import Draft, Network
from spona.parties.actions import edit_organisation
from spona.parties.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return a_manager(reached(a_network()))


@pytest.fixture
def record(manager):
    return an_organisation(Network.objects.get(), name="Kuća šarenih snova", town="Niš")


def edit_page(record):
    return f"/organisations/{record.pk}/edit/"


def typed(**changes):
    return {"name": "Kuća", "kind": "cso", "town": "Niš", "_version": "1", **changes}


def keep(browser, path, **fields):
    return browser.post(f"/drafts/?form={path}", fields)


def test_a_page_opened_again_shows_what_was_typed_with_a_word_about_it(manager, record):
    browser, path = a_browser(manager), edit_page(record)
    keep(browser, path, **typed(town="Pirot"))
    page = browser.get(path)
    assert (field_of(page, "town"), "You see the draft we kept at" in text_of(page)) == ("Pirot", True)


def test_without_a_draft_the_page_shows_what_is_saved_and_no_word(manager, record):
    page = a_browser(manager).get(edit_page(record))
    assert (field_of(page, "town"), "draft we kept" in text_of(page)) == ("Niš", False)


def test_a_draft_given_up_is_forgotten_and_the_page_opens_with_what_is_saved(manager, record):
    browser, path = a_browser(manager), edit_page(record)
    keep(browser, path, **typed(town="Pirot"))
    answer = keep(browser, path, _discard="1", **typed(town="Pirot"))
    assert (answer.status_code, answer["Location"]) == (303, path)
    assert field_of(browser.get(path), "town") == "Niš"


def test_nobody_is_sent_to_another_site_by_giving_up_a_draft(manager):
    assert keep(a_browser(manager), "//evil.example/", _discard="1")["Location"] == "/"


def test_sending_the_form_clears_its_draft(manager, record):
    browser, path = a_browser(manager), edit_page(record)
    keep(browser, path, **typed(town="Pirot"))
    assert send(browser, path, **typed(town="Pirot")).status_code == 302
    assert Draft.objects.count() == 0


def test_a_form_refused_keeps_its_draft(manager, record):
    browser, path = a_browser(manager), edit_page(record)
    keep(browser, path, **typed(name=""))
    assert send(browser, path, **typed(name="")).status_code == 422
    assert Draft.objects.count() == 1


def test_nobody_sees_somebody_elses_draft(manager, record):
    path = edit_page(record)
    keep(a_browser(manager), path, **typed(town="Pirot"))
    page = a_browser(a_manager(record.network)).get(path)
    assert field_of(page, "town") == "Niš"


def test_keys_and_passwords_are_never_kept(manager):
    keep(a_browser(manager), "/x/", name="Ana", password="secret", new_password1="secret", _key="k", _owner="o")
    assert Draft.objects.get().data == {"name": "Ana"}


def test_several_values_of_one_field_are_kept(manager):
    keep(a_browser(manager), "/x/", country=["RS", "HR"])
    assert Draft.objects.get().data == {"country": ["RS", "HR"]}


def test_a_draft_typed_into_an_old_version_does_not_overwrite_what_was_saved_since(manager, record):
    browser, path = a_browser(manager), edit_page(record)
    keep(browser, path, **typed(town="Pirot"))
    edit_organisation(organisation=record, version=1, changes={"town": "Vranje"}, by=manager)
    version = field_of(browser.get(path), "_version")
    assert (version, send(browser, path, **typed(town="Pirot", _version=version)).status_code) == ("1", 409)
    assert Organisation.objects.get().town == "Vranje"


def test_a_form_shown_again_with_problems_keeps_the_version_it_was_read_in(manager, record):
    edit_organisation(organisation=record, version=1, changes={"town": "Vranje"}, by=manager)
    page = send(a_browser(manager), edit_page(record), **typed(name=""))
    assert (page.status_code, field_of(page, "_version")) == (422, "1")


# -- the session has ended -----------------------------------------------------------------------------------------


def test_a_form_sent_after_the_session_ended_waits_behind_the_log_in(manager, record):
    browser, path = a_browser(manager), edit_page(record)
    seal = field_of(browser.get(path), "_owner")
    answer = send(a_browser(), path, _owner=seal, **typed(town="Pirot"))
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")
    assert (field_of(browser.get(path), "town"), Organisation.objects.get().town) == ("Pirot", "Niš")


def test_without_a_seal_the_page_gives_back_what_was_typed_and_says_what_to_do(record):
    answer = send(a_browser(), edit_page(record), **typed(town="Pirot", password="secret"))
    shown = text_of(answer)
    assert (answer.status_code, "You were signed out" in shown, "Pirot" in shown) == (401, True, True)
    assert ("secret" in shown, Draft.objects.count()) == (False, 0)


@pytest.mark.parametrize("seal", ["account:1", "account:1:x:y", "x" * 500])
def test_a_seal_that_is_not_ours_keeps_nothing(record, seal):
    answer = send(a_browser(), edit_page(record), _owner=seal, **typed())
    assert (answer.status_code, Draft.objects.count()) == (401, 0)


def test_without_the_seal_the_session_would_have_eaten_the_form(manager, record, monkeypatch):
    """Negative control of the first of these."""
    path, browser = edit_page(record), a_browser(manager)
    seal = field_of(browser.get(path), "_owner")
    monkeypatch.setattr("spona.web.page.owner_in_seal", lambda _seal: "")
    send(a_browser(), path, _owner=seal, **typed(town="Pirot"))
    assert field_of(browser.get(path), "town") == "Niš"


@pytest.mark.parametrize(("page", "field"), [("wishes/", ""), ("proposal/", "title")])
def test_a_partys_own_forms_wait_behind_the_log_in_too(page, field):
    (cso,), (company, _other) = an_open_fair()
    path, member = f"/my/parties/{cso.pk}/{page}", a_member(cso)
    there = member.get(path)
    sent = {name: field_of(there, name) for name in ("_owner", "_draft")}
    answer = send(a_browser(), path, **sent, **{field or f"wish-{company.pk}": "must", "do": "save"})
    shown = member.get(path).content.decode()
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")
    typed = re.findall(rf'<input[^>]*name="{field or f"wish-{company.pk}"}"[^>]*value="must"[^>]*>', shown)
    assert [("checked" in one or field == "title") for one in typed] == [True]


class TestSides:
    """The sides of a fair are several forms on one page, and one draft."""

    def typed_sides(self, **changes):
        first = {"form-0-name": "Udruge", "form-0-code": "cso", "form-0-min_meetings": "2", "form-0-hosts": "on"}
        second = {"form-1-name": "Gradovi", "form-1-code": "town", "form-1-min_meetings": "0"}
        counts = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"}
        return {**counts, **first, **second, **changes}

    @pytest.fixture
    def sides_page(self, manager):
        fair = a_fair(a_programme(Network.objects.get(pk=manager.network_id)))
        return f"/fairs/{fair.slug}/sides/"

    def test_they_are_shown_as_they_were_typed(self, manager, sides_page):
        browser = a_browser(manager)
        keep(browser, sides_page, **self.typed_sides())

        page = browser.get(sides_page)

        assert [field_of(page, f"form-{n}-name") for n in range(2)] == ["Udruge", "Gradovi"]
        assert field_of(page, "form-0-min_meetings") == "2"
        assert re.search(r'name="form-0-hosts"[^>]* checked', page.content.decode()) is not None
        assert "You see the draft we kept at" in text_of(page)

    def test_the_form_says_where_it_is_kept(self, manager, sides_page):
        assert f'data-draft="/drafts/?form={sides_page.replace("/", "%2F")}"' in (
            a_browser(manager).get(sides_page).content.decode()
        )

    def test_saved_they_leave_no_draft(self, manager, sides_page):
        browser = a_browser(manager)
        keep(browser, sides_page, **self.typed_sides())

        answer = send(browser, sides_page, _draft=sides_page, **self.typed_sides())

        assert (answer.status_code, Draft.objects.count()) == (302, 0)
        assert [str(side) for side in Side.objects.order_by("position")] == ["Udruge", "Gradovi"]

    def test_a_draft_that_claims_a_thousand_sides_shows_twelve(self, manager, sides_page):
        browser = a_browser(manager)
        keep(browser, sides_page, **self.typed_sides(**{"form-TOTAL_FORMS": "1000"}))

        assert browser.get(sides_page).content.decode().count('name="form-11-name"') == 1
        assert browser.get(sides_page).content.decode().count('name="form-12-name"') == 0
