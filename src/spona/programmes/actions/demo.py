"""Writing the five published programmes into a network, once."""

from __future__ import annotations

from django.utils.translation import gettext as _

import spona_lang
from spona.kernel.actions import action, require
from spona.kernel.models import Actor, Network, Problem
from spona.parties.actions import add_name, create_organisation, join_network
from spona.parties.models import Membership, Organisation, OrganisationName
from spona.parties.states import NameKind
from spona.programmes.actions.partners import add_funding, add_partner
from spona.programmes.actions.programmes import change_state, create_programme, edit_programme, set_phases
from spona.programmes.models import Phase, Programme, TargetGroup
from spona.programmes.presets.demo import MEMBERSHIPS, PROGRAMMES, DemoProgramme
from spona.programmes.presets.demo_organisations import ORGANISATIONS, DemoOrganisation
from spona.programmes.states import ProgrammeState, Visibility


@action
def seed_programmes(*, network: Network, by: Actor) -> list[Programme]:
    """Write the published programmes and their organisations where they are missing; what is there stays as it is.

    Returns the five, in the order of their sources. Errors: ``Problem`` when ``by`` acts in another network.
    """
    require("programmes.start_programme", by)
    if by.network_id != network.pk:
        raise Problem(_("The programmes go into the network you act in."), code="other_network")
    organisations = {key: _organisation(spec, network, by) for key, spec in ORGANISATIONS.items()}
    for member, body in MEMBERSHIPS:
        if not Membership.objects.filter(organisation=organisations[member], body=organisations[body]).exists():
            join_network(organisation=organisations[member], body=organisations[body], by=by)
    known = Programme.objects.filter(network=network, slug__in=[spec.slug for spec in PROGRAMMES])
    by_slug = {programme.slug: programme for programme in known}
    return [by_slug.get(spec.slug) or _programme(spec, organisations, by) for spec in PROGRAMMES]


def _organisation(spec: DemoOrganisation, network: Network, by: Actor) -> Organisation:
    language, name = spec.names[0]
    key = spona_lang.name_key(name, spec.country or None)
    known = OrganisationName.objects.filter(network=network, name_key=key, organisation__merged_into=None)
    found = known.select_related("organisation").order_by("created_at", "id").first()
    if found is not None:
        return found.organisation
    made = create_organisation(
        kind=spec.kind, name=name, language=language, country=spec.country, town=spec.town, by=by
    )
    for other_language, other in spec.names[1:]:
        add_name(organisation=made, name=other, language=other_language, kind=NameKind.TRANSLATION, by=by)
    return made


def _programme(spec: DemoProgramme, organisations: dict[str, Organisation], by: Actor) -> Programme:
    programme = create_programme(
        name=spec.name,
        slug=spec.slug,
        summary=spec.summary,
        goal=spec.goal,
        recipe=spec.recipe,
        starts_on=spec.starts_on,
        ends_on=spec.ends_on,
        countries=spec.countries,
        website=spec.website,
        value=spec.value,
        grant=spec.grant,
        by=by,
    )
    for key, role in spec.partners:
        add_partner(programme=programme, organisation=organisations[key], role=role, by=by)
    for key, funding_programme, money in spec.funding:
        add_funding(
            programme=programme, donor=organisations[key], funding_programme=funding_programme, money=money, by=by
        )
    phases = [Phase(code=p.code, name=p.name, starts_on=p.starts_on, ends_on=p.ends_on) for p in spec.phases]
    set_phases(programme=programme, phases=phases, by=by)
    TargetGroup.objects.bulk_create(
        TargetGroup(
            network_id=programme.network_id,
            programme=programme,
            position=position,
            name=name,
            organisation_kind=kind,
            planned=planned,
        )
        for position, (name, kind, planned) in enumerate(spec.targets)
    )
    edit_programme(programme=programme, version=None, changes={"visibility": Visibility.PUBLIC}, by=by)
    change_state(programme=programme, state=ProgrammeState.RUNNING, by=by)
    if spec.state == ProgrammeState.CLOSED:
        change_state(programme=programme, state=ProgrammeState.CLOSED, by=by)
    programme.refresh_from_db()
    return programme
