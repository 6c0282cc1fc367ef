"""Two records of one organisation become one; undone, they are two as they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.parties.factories import a_manager, a_national_partner, a_network, an_organisation

from spona.kernel.actions import verify_chain
from spona.kernel.models import Account, Problem, Refused, Role
from spona.parties.actions import (
    add_name,
    add_person,
    add_register_number,
    affiliate,
    archive_organisation,
    edit_organisation,
    join_network,
    keep_apart,
    merge_organisations,
    seed_topics,
    set_topics,
    undo_merge,
)
from spona.parties.models import Membership, Merge, Organisation, Topic
from spona.parties.queries import duplicate_proposals, merges_for, organisation_for, organisations_for
from spona.parties.signals import organisations_merged, organisations_parted


def everything_of(organisation: Organisation) -> dict[str, Any]:
    """All that stands on a record, as plain values."""
    organisation.refresh_from_db()
    return {
        "state": organisation.state,
        "name": organisation.name.as_json(),
        "keys": (organisation.sort_key, organisation.search_key),
        "names": sorted(organisation.names.values_list("pk", "name", "is_main")),
        "numbers": sorted(organisation.numbers.values_list("pk", flat=True)),
        "people": sorted(organisation.affiliations.values_list("pk", flat=True)),
        "memberships": sorted(organisation.memberships.values_list("pk", flat=True)),
        "members": sorted(organisation.members.values_list("pk", flat=True)),
        "topics": sorted(organisation.topics.values_list("pk", flat=True)),
        "roles": sorted(Role.objects.filter(organisation_id=organisation.pk).values_list("pk", flat=True)),
    }


@pytest.mark.django_db
def test_everything_of_the_absorbed_record_moves_to_the_kept_one() -> None:
    network = a_network()
    manager = a_manager(network)
    kept, absorbed = an_organisation(network, "Udruga MI"), an_organisation(network, "MI")
    forum = an_organisation(network, "Forum", kind="network")
    add_register_number(organisation=absorbed, scheme="RS-PIB", value="101134702", by=manager)
    place = add_person(organisation=absorbed, name="Ana Anić", by=manager)
    join_network(organisation=absorbed, body=forum, by=manager)
    role = Role.objects.create(
        network=network,
        account=Account.objects.create_user("ana@primer.rs"),
        kind="organisation_member",
        organisation_id=absorbed.pk,
    )

    merge_organisations(kept=kept, absorbed=absorbed, by=manager)

    assert list(organisations_for(manager)) == [forum, kept]
    assert organisation_for(manager, absorbed.pk) == kept
    assert list(organisations_for(manager, text="101134702")) == [kept]
    assert list(kept.affiliations.all()) == [place]
    assert Membership.objects.get().organisation == kept
    role.refresh_from_db()
    assert role.organisation_id == kept.pk
    assert list(verify_chain(network.pk)) == []


@pytest.mark.django_db
def test_what_would_stand_twice_stays_with_the_absorbed_record() -> None:
    network = a_network()
    manager = a_manager(network)
    kept, absorbed = an_organisation(network, "Udruga MI"), an_organisation(network, "Udruga MI")
    forum = an_organisation(network, "Forum", kind="network")
    place = add_person(organisation=kept, name="Ana Anić", by=manager)
    affiliate(person=place.person, organisation=absorbed, by=manager)
    for organisation in (kept, absorbed):
        join_network(organisation=organisation, body=forum, by=manager)

    merge_organisations(kept=kept, absorbed=absorbed, by=manager)

    counts = (kept.names.count(), kept.affiliations.count(), kept.memberships.count())
    assert counts == (1, 1, 1)


@pytest.mark.django_db
def test_a_network_that_absorbs_its_member_does_not_become_its_own_member() -> None:
    network = a_network()
    manager = a_manager(network)
    member, forum = an_organisation(network, kind="network"), an_organisation(network, kind="network")
    join_network(organisation=member, body=forum, by=manager)

    merge = merge_organisations(kept=forum, absorbed=member, by=manager)

    assert merge.moved["parties"]["memberships"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["itself", "other network", "twice", "archived"])
def test_a_merge_that_makes_no_sense_is_refused(case: str) -> None:
    network = a_network()
    manager = a_manager(network)
    kept, absorbed = an_organisation(network), an_organisation(network)
    codes = {"itself": "same_record", "other network": "other_network", "twice": "not_active", "archived": "not_active"}
    if case == "itself":
        absorbed = kept
    elif case == "other network":
        absorbed = an_organisation(a_network())
    elif case == "twice":
        merge_organisations(kept=kept, absorbed=absorbed, by=manager)
    else:
        archive_organisation(organisation=absorbed, by=manager)

    with pytest.raises(Problem) as refused:
        merge_organisations(kept=kept, absorbed=absorbed, by=manager)

    assert refused.value.code == codes[case]


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_merge_of_one_record() -> None:
    network = a_network()
    kept, absorbed = an_organisation(network), an_organisation(network)
    merge_organisations(kept=kept, absorbed=absorbed, by=a_manager(network))

    with pytest.raises(IntegrityError, match="absorbed_once"), transaction.atomic():
        Merge.objects.create(network=network, kept=kept, absorbed=absorbed)


@pytest.mark.django_db
def test_a_merged_record_takes_nothing_more() -> None:
    network = a_network()
    manager = a_manager(network)
    kept, absorbed = an_organisation(network), an_organisation(network)
    merge_organisations(kept=kept, absorbed=absorbed, by=manager)

    for attempt in (
        lambda: add_name(organisation=absorbed, name="X", by=manager),
        lambda: add_person(organisation=absorbed, name="Ana", by=manager),
        lambda: edit_organisation(organisation=absorbed, version=None, changes={"town": "Niš"}, by=manager),
    ):
        with pytest.raises(Problem) as refused:
            attempt()
        assert refused.value.code == "merged"


@pytest.mark.django_db
def test_an_undo_waits_for_the_undo_of_a_later_merge() -> None:
    network = a_network()
    manager = a_manager(network)
    first, second, third = (an_organisation(network) for _each in range(3))
    early = merge_organisations(kept=second, absorbed=first, by=manager)
    late = merge_organisations(kept=third, absorbed=second, by=manager)

    with pytest.raises(Problem) as refused:
        undo_merge(merge=early, by=manager)
    undo_merge(merge=late, by=manager)
    undo_merge(merge=early, by=manager)

    assert refused.value.code == "merged_since"
    assert set(organisations_for(manager)) == {first, second, third}
    assert list(merges_for(manager)) == []


@pytest.mark.django_db
def test_only_managers_merge() -> None:
    network = a_network()
    with pytest.raises(Refused):
        merge_organisations(
            kept=an_organisation(network), absorbed=an_organisation(network), by=a_national_partner(network, "RS")
        )


@pytest.fixture
def upper_module() -> Iterator[list[dict[str, Any]]]:
    """A module above that moves one row on a merge and hears of the parting."""
    heard: list[dict[str, Any]] = []

    def on_merge(sender: object, **facts: Any) -> dict[str, list[str]]:
        heard.append(facts)
        return {"upper.Party.organisation": ["row-1"]}

    def on_parting(sender: object, **facts: Any) -> None:
        heard.append(facts)

    organisations_merged.connect(on_merge)
    organisations_parted.connect(on_parting)
    yield heard
    organisations_merged.disconnect(on_merge)
    organisations_parted.disconnect(on_parting)


@pytest.mark.django_db
def test_modules_above_hear_of_the_merge_and_get_back_what_they_moved(upper_module: list[dict[str, Any]]) -> None:
    network = a_network()
    kept, absorbed = an_organisation(network), an_organisation(network)
    merge = merge_organisations(kept=kept, absorbed=absorbed, by=a_manager(network))
    undo_merge(merge=merge, by=a_manager(network))

    assert [(facts["kept_id"], facts["absorbed_id"]) for facts in upper_module] == [(kept.pk, absorbed.pk)] * 2
    assert upper_module[1]["moved"]["upper.Party.organisation"] == ["row-1"]


@pytest.mark.django_db
def test_a_module_above_may_refuse_and_then_nothing_has_moved() -> None:
    network = a_network()
    kept, absorbed = an_organisation(network), an_organisation(network)
    before = everything_of(absorbed)

    def refuse(sender: object, **facts: Any) -> None:
        raise Problem("Both have a table at the fair.")

    organisations_merged.connect(refuse)
    try:
        with pytest.raises(Problem):
            merge_organisations(kept=kept, absorbed=absorbed, by=a_manager(network))
    finally:
        organisations_merged.disconnect(refuse)

    assert everything_of(absorbed) == before


@pytest.mark.django_db
def test_a_pair_kept_apart_is_not_proposed_again() -> None:
    network = a_network()
    manager = a_manager(network)
    one, other = an_organisation(network, "Udruga MI"), an_organisation(network, "UDRUGA „MI“")
    assert len(duplicate_proposals(manager)) == 1

    keep_apart(one=other, other=one, by=manager)
    keep_apart(one=one, other=other, by=manager)

    assert duplicate_proposals(manager) == []


class MergeAndUndo(TestCase):
    """A property of any two records, whatever stands on them."""

    @settings(max_examples=12)
    @given(
        names=st.lists(st.sampled_from(["Udruga MI", "Удруга МИ", "MI d.o.o.", "We"]), max_size=3, unique=True),
        shared=st.booleans(),
        people=st.integers(0, 2),
        topics=st.lists(st.sampled_from(["1", "4", "17"]), unique=True),
        kept_topics=st.lists(st.sampled_from(["4", "5"]), unique=True),
    )
    def test_merge_and_undo_leave_both_records_as_they_were(
        self, names: list[str], shared: bool, people: int, topics: list[str], kept_topics: list[str]
    ) -> None:
        network = a_network()
        manager = a_manager(network)
        seed_topics(by=manager)
        kept, absorbed = (
            an_organisation(network, "Udruga MI"),
            an_organisation(network, "Udruga MI" if shared else "MI 2"),
        )
        for name in names:
            add_name(organisation=absorbed, name=name, language="en", by=manager)
        for number in range(people):
            add_person(organisation=absorbed, name=f"Ana {number}", by=manager)
        set_topics(organisation=absorbed, topics=Topic.objects.filter(network=network, code__in=topics), by=manager)
        set_topics(organisation=kept, topics=Topic.objects.filter(network=network, code__in=kept_topics), by=manager)
        before = everything_of(kept), everything_of(absorbed)

        undo_merge(merge=merge_organisations(kept=kept, absorbed=absorbed, by=manager), by=manager)

        self.assertEqual((everything_of(kept), everything_of(absorbed)), before)  # noqa: PT009  hypothesis' own test case
