"""The network's topics, and which organisation works on which."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from spona.kernel.actions import action, record, require
from spona.kernel.models import Actor, Problem, Translated
from spona.parties.actions.networks import own_network
from spona.parties.models import SDG_LABELS, Organisation, OrganisationTopic, Topic
from spona.parties.states import TopicScheme


@action
def seed_topics(*, by: Actor) -> int:
    """Give the actor's network the seventeen goals where it lacks them; returns how many were written."""
    require("parties.manage_topics", by)
    network = own_network(by)
    known = set(Topic.objects.filter(network=network, scheme=TopicScheme.SDG).values_list("code", flat=True))
    fresh = [
        Topic(network=network, scheme=TopicScheme.SDG, code=code, label=label, position=int(code))
        for code, label in SDG_LABELS.items()
        if code not in known
    ]
    Topic.objects.bulk_create(fresh)
    return len(fresh)


@action
def add_topic(*, code: str, label: Translated, by: Actor) -> Topic:
    """Add a topic of the network's own. Errors: ``Problem`` for a code that is taken."""
    require("parties.manage_topics", by)
    topic, is_new = Topic.objects.get_or_create(
        network=own_network(by), scheme=TopicScheme.OWN, code=code, defaults={"label": label}
    )
    if not is_new:
        raise Problem(_("The topic “%(code)s” is there already.") % {"code": code}, place="code", code="topic_twice")
    record("parties.topic_added", on=topic, by=by)
    return topic


@action
def set_topics(*, organisation: Organisation, topics: Iterable[Topic], by: Actor) -> None:
    """Say which topics an organisation works on; those left out are taken away."""
    require("parties.edit_organisation", by, organisation)
    wanted = {topic.pk for topic in topics if topic.network_id == organisation.network_id}
    held = set(OrganisationTopic.objects.filter(organisation=organisation).values_list("topic_id", flat=True))
    OrganisationTopic.objects.filter(organisation=organisation, topic_id__in=held - wanted).delete()
    OrganisationTopic.objects.bulk_create(
        OrganisationTopic(network_id=organisation.network_id, organisation=organisation, topic_id=topic_id)
        for topic_id in wanted - held
    )
    record("parties.topics_set", on=organisation, by=by, data={"topics": sorted(wanted)})
