"""A proposal reads in its reader's letters; whoever wrote it goes on writing in its own."""

from __future__ import annotations

import pytest
from tests.events.factories import a_fair, a_party, a_programme, the_network
from tests.factories import a_manager, a_network
from tests.web.browsing import a_browser, reached, text_of
from tests.web.events.phones import a_link, a_phone

from spona.events.actions import accept_proposal, submit_proposal, write_proposal
from spona.events.models import Fair, Party, Proposal
from spona.kernel.models import OutboxMessage

pytestmark = pytest.mark.django_db

TITLE, TITLE_IN_CYRILLIC = "Školski vrt", "Школски врт"
TEXT, TEXT_IN_CYRILLIC = "Sadimo žbunje", "Садимо жбуње"


@pytest.fixture
def fair() -> Fair:
    return a_fair(a_programme(reached(a_network())), is_open=True)


def a_proposal(fair: Fair, **party: str) -> tuple[Party, Proposal]:
    owner = a_party(fair, "company", **party)
    by = the_network(fair.network)
    written = write_proposal(party=owner, title=TITLE, text=TEXT, language="sr-latn", by=by)
    return owner, submit_proposal(proposal=written, by=by)


def test_whoever_decides_on_it_reads_it_in_their_letters(fair: Fair) -> None:
    owner, proposal = a_proposal(fair)
    manager = a_browser(a_manager(fair.network), language="sr")
    way = f"/fairs/{fair.slug}"
    seen = {
        path: TITLE_IN_CYRILLIC in text_of(manager.get(f"{way}/{path}/"))
        for path in ("proposals", f"proposals/{proposal.pk}", f"parties/{owner.pk}")
    }
    assert set(seen.values()) == {True}, seen
    assert TEXT_IN_CYRILLIC in text_of(manager.get(f"{way}/proposals/{proposal.pk}/"))


def test_partners_read_it_in_their_letters(fair: Fair) -> None:
    cso = a_party(fair, "cso")
    _owner, proposal = a_proposal(fair)
    accept_proposal(proposal=proposal, by=the_network(fair.network))
    page = text_of(a_phone("sr").get(f"/f/{a_link(cso)}/wishes/"))
    assert [words in page for words in (TITLE_IN_CYRILLIC, TEXT_IN_CYRILLIC)] == [True, True]


def test_whoever_wrote_it_goes_on_in_its_own_letters(fair: Fair) -> None:
    owner = a_party(fair, "company")
    write_proposal(party=owner, title=TITLE, text=TEXT, language="sr-latn", by=the_network(fair.network))
    page = a_phone("sr").get(f"/f/{a_link(owner)}/proposal/").content.decode()
    assert [f'value="{TITLE}"' in page, TEXT in page] == [True, True]


def test_a_mail_names_it_in_the_letters_of_whom_it_is_for(fair: Fair) -> None:
    _owner, proposal = a_proposal(fair, language="sr", contact_email="ana@example.org")
    accept_proposal(proposal=proposal, by=the_network(fair.network))
    mail = OutboxMessage.objects.get(template="events.proposal_accepted")
    assert [TITLE_IN_CYRILLIC in part for part in (mail.text, mail.html)] == [True, True]
