"""Teams: managers give and end roles in what they manage, nobody else does, and somebody always runs the network."""

import re

import pytest
from django.core import mail
from tests.factories import a_manager, a_network, an_account, an_actor
from tests.jobs import working
from tests.programmes.factories import a_programme
from tests.web.browsing import a_browser, reached, send, text_of

from spona.kernel.actions import end_role, grant_role, invite
from spona.kernel.models import Account, Actor, AuditEntry, Invitation, Problem, Refused, Role, RoleKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return reached(a_network())


@pytest.fixture
def programme(network):
    return a_programme(network, "Sajam", slug="sajam")


def programme_manager(programme):
    return an_actor(programme.network, RoleKind.MANAGER, programme_id=programme.pk)


def an_invitation(**fields):
    return {"email": "nova@example.org", "kind": "mentor", "countries": "", "language": "en", **fields}


def role_of(actor):
    return Role.objects.get(account_id=actor.account_id, ended_at=None)


# -- seeing --------------------------------------------------------------------------------------------------------


def test_only_those_who_run_the_network_see_its_team(network, programme):
    readers = (a_manager(network), programme_manager(programme), an_actor(network), None)
    assert [a_browser(reader).get("/team/").status_code for reader in readers] == [200, 403, 403, 302]


def test_a_programmes_managers_see_its_team_and_others_dont(network, programme):
    others = an_actor(network, RoleKind.MANAGER, programme_id=a_programme(network).pk)
    juror = an_actor(network, RoleKind.JUROR, programme_id=programme.pk)
    readers = (a_manager(network), programme_manager(programme), juror, others, None)
    answers = [a_browser(reader).get("/programmes/sajam/team/") for reader in readers]
    assert [answer.status_code for answer in answers] == [200, 200, 403, 404, 404]


def test_the_team_says_who_has_which_role(network, programme):
    an_actor(
        network,
        RoleKind.JUROR,
        programme_id=programme.pk,
        account=an_account(name="Jana Porota", email="j@example.org"),
    )
    an_actor(network, RoleKind.JUROR, programme_id=a_programme(network).pk, account=an_account(name="Fremde Jury"))
    shown = text_of(a_browser(programme_manager(programme)).get("/programmes/sajam/team/"))
    assert ("Jana Porota j@example.org juror" in shown, "Fremde Jury" in shown) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_a_teams_page_costs_the_same_for_one_and_for_three(
    network, programme, count, django_assert_max_num_queries, monkeypatch
):
    for _ in range(count):
        an_actor(network, RoleKind.JUROR, programme_id=programme.pk)
    browser = a_browser(programme_manager(programme))
    browser.get("/programmes/sajam/team/")
    with django_assert_max_num_queries(15):
        browser.get("/programmes/sajam/team/")


def test_the_programme_and_the_account_menu_lead_to_the_teams(network, programme):
    pages = {who: a_browser(who).get("/programmes/sajam/").content.decode() for who in (a_manager(network),)}
    page = next(iter(pages.values()))
    assert ["/programmes/sajam/team/" in page, 'href="/team/"' in page, 'href="/settings/"' in page] == [True] * 3


# -- inviting ------------------------------------------------------------------------------------------------------


def test_an_invited_person_gets_a_link_and_with_it_her_role(network, programme):
    with working():
        answer = send(a_browser(programme_manager(programme)), "/programmes/sajam/team/", **an_invitation())
    link = re.search(r"http://testserver(/invitation/\S+)", mail.outbox[0].body)[1]
    accepted = send(a_browser(), link, name="Nova", password="correct horse battery")
    role = Role.objects.get(account__email="nova@example.org")
    assert (answer.status_code, accepted.status_code) == (302, 302)
    assert (role.kind, role.programme_id) == (RoleKind.MENTOR, programme.pk)


def test_a_national_partner_is_invited_with_her_countries(network):
    sent = an_invitation(kind="national_partner", countries="rs, hr")
    send(a_browser(a_manager(network)), "/team/", **sent)
    assert Invitation.objects.get().countries == ["HR", "RS"]


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("countries", "", "at least one country"),
        ("countries", "Serbia", "is not a country code"),
        ("email", "nobody", "valid email"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(network, field, value, word):
    sent = an_invitation(kind="national_partner", countries="RS") | {field: value}
    answer = send(a_browser(a_manager(network)), "/team/", **sent)
    assert (answer.status_code, word in text_of(answer), Invitation.objects.count()) == (422, True, 0)


def test_a_programme_manager_cannot_make_anybody_run_the_network(network, programme):
    """Through the page the role isn't offered; through the action it is refused."""
    by = programme_manager(programme)
    answer = send(a_browser(by), "/programmes/sajam/team/", **an_invitation(kind="network_manager"))
    with pytest.raises(Problem) as of_invite:
        invite(email="x@example.org", kind="network_manager", url_of="TOKEN", programme_id=programme.pk, by=by)
    with pytest.raises(Problem) as of_grant:
        grant_role(account=an_account(), kind="network_manager", programme_id=programme.pk, by=by)
    assert (answer.status_code, of_invite.value.code, of_grant.value.code) == (422, "kind", "kind")
    assert not Role.objects.filter(kind=RoleKind.NETWORK_MANAGER).exists()


def test_a_withdrawn_invitation_opens_nothing(network):
    browser = a_browser(a_manager(network))
    with working():
        send(browser, "/team/", **an_invitation(kind="network_manager"))
    link = re.search(r"http://testserver(/invitation/\S+)", mail.outbox[0].body)[1]
    invitation = Invitation.objects.get()
    answer = send(browser, f"/team/invitations/{invitation.pk}/withdraw/")
    assert (answer.status_code, a_browser().get(link).status_code) == (302, 410)
    assert "Asked to join" not in text_of(browser.get("/team/"))


def test_nobody_withdraws_what_belongs_to_another_team(network, programme):
    by = a_manager(network)
    invitation = invite(email="x@example.org", kind="network_manager", url_of="TOKEN", by=by)
    answer = send(a_browser(programme_manager(programme)), f"/team/invitations/{invitation.pk}/withdraw/")
    assert answer.status_code == 404


# -- ending --------------------------------------------------------------------------------------------------------


def test_a_manager_ends_a_role_and_it_counts_no_longer(network, programme):
    juror = an_actor(network, RoleKind.JUROR, programme_id=programme.pk)
    theirs = a_browser(juror)
    before = theirs.get("/programmes/sajam/").status_code
    answer = send(a_browser(programme_manager(programme)), f"/team/roles/{role_of(juror).pk}/end/")
    assert (before, answer.status_code, theirs.get("/programmes/sajam/").status_code) == (200, 302, 404)
    assert AuditEntry.objects.filter(verb="kernel.role_ended").count() == 1


def test_nobody_ends_roles_of_teams_she_does_not_manage(network, programme):
    manager = a_manager(network)
    foreign = a_manager(a_network())
    by = a_browser(programme_manager(programme))
    answers = [send(by, f"/team/roles/{role_of(who).pk}/end/").status_code for who in (manager, foreign)]
    assert answers == [404, 404]
    with pytest.raises(Refused):
        end_role(role=role_of(foreign), by=manager)


def test_the_last_one_who_runs_the_network_stays(network):
    last = a_manager(network)
    answer = send(a_browser(last), f"/team/roles/{role_of(last).pk}/end/")
    assert (answer.status_code, "the last person who runs the network" in text_of(answer)) == (422, True)
    assert role_of(last).ended_at is None


def test_of_two_who_run_the_network_one_may_go(network):
    one, _other = a_manager(network), a_manager(network)
    answer = send(a_browser(one), f"/team/roles/{role_of(one).pk}/end/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


def test_a_manager_who_cannot_log_in_does_not_count_as_one(network):
    last, gone = a_manager(network), a_manager(network)
    Account.objects.filter(pk=gone.account_id).update(is_active=False)
    with pytest.raises(Problem) as refused:
        end_role(role=role_of(last), by=last)
    assert refused.value.code == "last_manager"


def test_without_the_guard_the_network_would_have_nobody(network, monkeypatch):
    """Negative control."""
    monkeypatch.setattr("spona.kernel.actions.accounts._refuse_last_manager", lambda _role: None)
    last = a_manager(network)
    end_role(role=role_of(last), by=Actor.of_system("test", network.pk))
    assert not Role.objects.filter(kind=RoleKind.NETWORK_MANAGER, ended_at=None).exists()
