"""A form sent twice is answered once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection
from tests.factories import a_network

from spona.kernel.actions.forms import Answer, FormChanged, answer_once
from spona.kernel.models import IdempotencyRecord, SearchDocument

SENDINGS = 200


def send(work, *, key="k" * 12, body_hash="b"):
    return answer_once(owner="account:1", key=key, path="/x/", body_hash=body_hash, answer=work)


@pytest.mark.django_db
def test_the_same_form_gets_the_same_answer_and_runs_once():
    runs = []
    answers = [send(lambda: runs.append(1) or Answer(302, "/done/")) for _ in range(3)]
    assert (answers, runs) == ([Answer(302, "/done/")] * 3, [1])


@pytest.mark.django_db
def test_other_content_under_a_used_key_is_refused_with_the_first_answer():
    send(lambda: Answer(302, "/done/"))
    with pytest.raises(FormChanged) as refused:
        send(lambda: Answer(302, "/other/"), body_hash="c")
    assert (refused.value.code, refused.value.answered) == ("form_changed", Answer(302, "/done/"))


@pytest.mark.django_db
def test_a_form_shown_again_with_problems_may_be_corrected_under_its_key():
    assert send(lambda: Answer(422)) == Answer(422)
    assert send(lambda: Answer(302, "/done/"), body_hash="corrected") == Answer(302, "/done/")


@pytest.mark.django_db
def test_a_form_whose_action_fails_leaves_no_answer_behind():
    with pytest.raises(ZeroDivisionError):
        send(lambda: Answer(1 // 0))
    assert IdempotencyRecord.objects.count() == 0


def send_from_many_threads(network):
    """Send one form ``SENDINGS`` times, from threads with connections of their own; return how many rows it made."""

    def work():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.01)")
        SearchDocument.objects.create(network=network, kind="x", object_id=forms_uuid(), title="x", folded="x")
        return Answer(302, "/done/")

    def one(_number):
        try:
            return send(work)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(one, range(SENDINGS)))
    close_old_connections()
    assert answers == [Answer(302, "/done/")] * SENDINGS
    return SearchDocument.objects.count()


def forms_uuid():
    from spona.kernel.models import uuid7

    return uuid7()


@pytest.mark.django_db(transaction=True)
def test_200_sendings_at_once_make_one_row():
    assert send_from_many_threads(a_network()) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_same_sendings_make_many_rows(monkeypatch):
    monkeypatch.setitem(globals(), "answer_once", lambda *, answer, **_: answer())
    assert send_from_many_threads(a_network()) == SENDINGS
