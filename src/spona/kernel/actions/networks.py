"""Founding a network, and its settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

import spona_lang
from spona.kernel.actions.accounts import INVITATION_DAYS, INVITATION_LINK
from spona.kernel.actions.journal import record
from spona.kernel.actions.links import issue_link
from spona.kernel.actions.transaction import action, in_network, lock_version
from spona.kernel.models import Actor, Invitation, Network, NetworkDomain, Problem, Problems, RoleKind, Translated
from spona.kernel.rules import require

EDITABLE = frozenset({"name", "languages", "mail_from", "time_zone"})


@action
def edit_network(*, network: Network, version: int | None, changes: Mapping[str, Any], by: Actor) -> Network:
    """Change the settings ``changes`` names (``EDITABLE``). The first of ``languages`` is the network's own.

    Lists that are sorted by the network's first language keep their order until their rows are saved again. Errors:
    ``Conflict`` with the network as it stands; ``Problems`` for values that don't fit.
    """
    require("kernel.edit_network", by, network)
    unknown = sorted(set(changes) - EDITABLE)
    if unknown:
        raise TypeError(f"a network has no editable {', '.join(unknown)}")
    locked = lock_version(network, version)
    for field, value in changes.items():
        setattr(locked, field, value)
    _check(locked)
    locked.raise_version()
    locked.save()
    record("kernel.network_edited", on=locked, by=by, data={"fields": sorted(changes)})
    return locked


def _check(network: Network) -> None:
    problems = []
    if not network.name:
        problems.append(Problem(_("The network needs a name."), place="name", code="name_missing"))
    offered = dict(settings.LANGUAGES)
    if not network.languages or set(network.languages) - set(offered):
        problems.append(
            Problem(_("Choose at least one of the languages there are."), place="languages", code="languages")
        )
    if network.time_zone not in available_timezones():
        problems.append(
            Problem(
                _("“%(zone)s” is not a time zone.") % {"zone": network.time_zone},
                place="time_zone",
                remedy=_("Write it like Europe/Belgrade."),
                code="time_zone",
            )
        )
    try:
        validate_email(network.mail_from)
    except ValidationError:
        problems.append(
            Problem(_("“%(mail)s” is not an address.") % {"mail": network.mail_from}, place="mail_from", code="email")
        )
    if problems:
        raise Problems(problems)


def found_network(
    *, name: str, language: str, manager: str, slug: str = "", country: str = "", mail_from: str = "", host: str = ""
) -> tuple[Network, str]:
    """Begin a network: whoever holds the returned token becomes the first to run it. Called by ``spona found`` only.

    No mail is sent, because an installation that begins may not have a mail server yet. Errors: ``Problem`` beside the
    demo network, for a short name or a host that is taken, or where a second network is given no host of its own.
    """
    with transaction.atomic():
        _refuse_founding(slug or _slug_of(name, language), host)
        network = Network(
            slug=slug or _slug_of(name, language),
            name=Translated.of(name, language),
            country=country.upper(),
            languages=[language, *(code for code, _label in settings.LANGUAGES if code != language)],
            mail_from=mail_from or manager,
        )
        _check(network)
        network.save(force_insert=True)
        if host:
            NetworkDomain.objects.create(network=network, host=host.lower())
        by = Actor.of_system("found", network.pk)
        with in_network(network.pk):
            expires_at = timezone.now() + dt.timedelta(days=INVITATION_DAYS)
            invitation = Invitation.objects.create(
                network=network,
                email=manager.strip().lower(),
                kind=RoleKind.NETWORK_MANAGER,
                language=language,
                expires_at=expires_at,
            )
            token = issue_link(purpose=INVITATION_LINK, subject=invitation, expires_at=expires_at, uses=1, by=by)
            record("kernel.network_founded", on=network, by=by)
    return network, token


def _slug_of(name: str, language: str) -> str:
    return slugify(spona_lang.fold(spona_lang.to_latin(name, language)))[:60] or "network"


def _refuse_founding(slug: str, host: str) -> None:
    if Network.objects.filter(is_demo=True).exists():
        raise Problem(
            _("This database holds the demo network."),
            remedy=_("Found a real network in an empty database: set SPONA_VAR or DATABASE_URL."),
            code="demo",
        )
    if Network.objects.filter(slug=slug).exists():
        raise Problem(
            _("There is a network called “%(slug)s” already.") % {"slug": slug},
            remedy=_("Give another --slug."),
            code="slug_taken",
        )
    if Network.objects.exists() and not host:
        raise Problem(
            _("There is a network here already."),
            remedy=_("Say with --host under which host name the new one is reached."),
            code="host_missing",
        )
    if host and NetworkDomain.objects.filter(host=host.lower()).exists():
        raise Problem(_("“%(host)s” is another network's.") % {"host": host}, code="host_taken")
