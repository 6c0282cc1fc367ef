"""Who carries a programme, and whose money it runs on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spona.kernel.actions import action, lock, record, require
from spona.kernel.models import Actor, Money, Problem
from spona.parties.actions import publish_organisation
from spona.parties.models import Organisation
from spona.programmes.models import Funding, Programme, ProgrammePartner
from spona.programmes.states import PartnerRole, ProgrammeState, Visibility


@action
def add_partner(
    *,
    programme: Programme,
    organisation: Organisation,
    role: str = PartnerRole.PARTNER,
    country: str = "",
    note: str = "",
    by: Actor,
) -> ProgrammePartner:
    """Give an organisation a part in a programme; the same part again changes its note only.

    A lead partner becomes the programme's lead organisation. A published programme makes its partners' records public.
    Errors: ``Problem`` across networks, or for a national partner without a country.
    """
    require("programmes.edit_programme", by, programme)
    if organisation.network_id != programme.network_id:
        raise Problem(_("The organisation belongs to another network."), place="organisation", code="other_network")
    if role == PartnerRole.NATIONAL_PARTNER and not country:
        raise Problem(
            _("A national partner answers for a country."),
            place="country",
            remedy=_("Choose the country."),
            code="country_missing",
        )
    locked = lock(programme)
    partner, is_new = ProgrammePartner.objects.get_or_create(
        programme=locked,
        organisation=organisation,
        role=role,
        country=country,
        defaults={"network_id": locked.network_id, "note": note, "position": locked.partners.count()},
    )
    if not is_new and partner.note != note:
        partner.note = note
        partner.save(update_fields=["note", "updated_at"])
    if role == PartnerRole.LEAD and locked.lead_id != organisation.pk:
        locked.lead = organisation
        locked.raise_version()
        locked.save(update_fields=["lead", "version", "updated_at"])
    if locked.visibility == Visibility.PUBLIC and locked.state != ProgrammeState.DRAFT and not organisation.is_public:
        publish_organisation(organisation=organisation, by=by)
    if is_new:
        record("programmes.partner_added", on=partner, by=by, data={"organisation": organisation.pk, "role": role})
    return partner


@action
def remove_partner(*, partner: ProgrammePartner, by: Actor) -> None:
    """Take an organisation's part in a programme away."""
    require("programmes.edit_programme", by, partner)
    programme = lock(partner.programme)
    if partner.role == PartnerRole.LEAD and programme.lead_id == partner.organisation_id:
        programme.lead = None
        programme.raise_version()
        programme.save(update_fields=["lead", "version", "updated_at"])
    record("programmes.partner_removed", on=partner, by=by, data={"organisation": partner.organisation_id})
    ProgrammePartner.objects.filter(pk=partner.pk).delete()


@action
def add_funding(
    *,
    programme: Programme,
    donor: Organisation | None = None,
    donor_name: str = "",
    funding_programme: str = "",
    money: Money | None = None,
    by: Actor,
) -> Funding:
    """Write down a source of money. Errors: ``Problem`` without a donor, across networks, or for a negative amount."""
    require("programmes.edit_programme", by, programme)
    if donor is None and not donor_name.strip():
        raise Problem(_("Money comes from somebody."), place="donor", remedy=_("Name the donor."), code="donor_missing")
    if donor is not None and donor.network_id != programme.network_id:
        raise Problem(_("The donor belongs to another network."), place="donor", code="other_network")
    if money is not None and money.amount < 0:
        raise Problem(_("An amount is not negative."), place="amount", code="negative")
    funding = Funding.objects.create(
        network_id=programme.network_id,
        programme=programme,
        donor=donor,
        donor_name=donor_name.strip(),
        funding_programme=funding_programme,
        amount=money.amount if money else None,
        currency=money.currency if money else "",
        agreed_on=money.on if money else None,
    )
    record("programmes.funding_added", on=funding, by=by)
    return funding
