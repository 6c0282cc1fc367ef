"""Starting, changing and closing programmes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

import spona_lang
from spona.kernel.actions import action, insert, lock, lock_version, move, record, require
from spona.kernel.models import Actor, Money, Problem, Translated
from spona.parties.actions import own_network, publish_organisation
from spona.programmes.models import Phase, Programme
from spona.programmes.presets import RECIPES, PhasePlan
from spona.programmes.states import ProgrammeState, RecipeCode, Visibility

EDITABLE = ("name", "summary", "goal", "visibility", "starts_on", "ends_on", "countries", "lead", "website")
"""Columns a manager edits directly; "value" and "grant" take ``Money`` or None."""


@action
def start_programme(*, recipe: str, name: Translated, starts_on: dt.date, slug: str = "", by: Actor) -> Programme:
    """Make a programme after a recipe: its phases, dated from the first day. It stays a draft until it is opened.

    Errors: ``Problem`` for a recipe that does not exist or whose modules are not installed.
    """
    require("programmes.start_programme", by)
    chosen = RECIPES.get(recipe)
    if chosen is None or not chosen.is_startable():
        raise Problem(
            _("There is no recipe “%(recipe)s” to start from.") % {"recipe": recipe},
            place="recipe",
            remedy=_("Choose one of the recipes offered."),
            code="recipe",
        )
    last_day = max((phase.dates(starts_on)[1] for phase in chosen.phases), default=starts_on)
    programme = create_programme(
        name=name, summary=chosen.summary, recipe=recipe, starts_on=starts_on, ends_on=last_day, slug=slug, by=by
    )
    _write_phases(programme, chosen.phases, starts_on)
    return programme


@action
def create_programme(
    *,
    name: Translated,
    slug: str = "",
    summary: Translated | None = None,
    goal: Translated | None = None,
    recipe: str = RecipeCode.RECORD,
    visibility: str = Visibility.PRIVATE,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    countries: Iterable[str] = (),
    website: str = "",
    value: Money | None = None,
    grant: Money | None = None,
    by: Actor,
) -> Programme:
    """Make the record of a programme, a draft. ``slug`` is made from the name when left out.

    Errors: ``Problem`` for an empty name, dates the wrong way round or an address that is taken.
    """
    require("programmes.start_programme", by)
    if not name:
        raise Problem(_("A programme needs a name."), place="name", remedy=_("Write its name."), code="name_empty")
    programme = Programme(
        network=own_network(by),
        slug=slug or slug_of(name),
        name=name,
        summary=summary or Translated(),
        goal=goal or Translated(),
        recipe=recipe,
        visibility=visibility,
        starts_on=starts_on,
        ends_on=ends_on,
        countries=sorted({country.upper() for country in countries}),
        website=website,
    )
    _set_money(programme, "value", value)
    _set_money(programme, "grant", grant)
    _check_dates(programme)
    _save_under_its_address(programme)
    record("programmes.programme_created", on=programme, by=by, data={"recipe": recipe})
    return programme


def _save_under_its_address(programme: Programme) -> None:
    insert(
        programme,
        taken=lambda: Problem(
            _("Another programme has the address “%(slug)s”.") % {"slug": programme.slug},
            place="slug",
            remedy=_("Add a year or a place to the address."),
            code="slug_taken",
        ),
    )


@action
def edit_programme(*, programme: Programme, version: int | None, changes: Mapping[str, Any], by: Actor) -> Programme:
    """Change what ``changes`` names: any of ``EDITABLE``, "value" and "grant".

    ``version`` is the edition the writer has read (None: a job). Errors: ``Conflict`` with the programme as it stands;
    ``Problem`` for a value that does not fit.
    """
    require("programmes.edit_programme", by, programme)
    locked = lock_version(programme, version)
    unknown = sorted(set(changes) - {*EDITABLE, "value", "grant"})
    if unknown:
        raise TypeError(f"a programme has no editable {', '.join(unknown)}")
    for field, value in changes.items():
        if field in {"value", "grant"}:
            _set_money(locked, field, value)
        else:
            setattr(locked, field, value)
    if locked.lead is not None and locked.lead.network_id != locked.network_id:
        raise Problem(_("The lead organisation belongs to another network."), place="lead", code="other_network")
    if not locked.name:
        raise Problem(_("A programme needs a name."), place="name", remedy=_("Write its name."), code="name_empty")
    _check_dates(locked)
    locked.raise_version()
    locked.save()
    if "visibility" in changes:
        _show_partners(locked, by)
    record("programmes.programme_edited", on=locked, by=by, data={"fields": sorted(changes)})
    return locked


@action
def change_state(*, programme: Programme, state: str, by: Actor) -> Programme:
    """Open, close, archive or re-open a programme. Opening a public one makes its partners' records public."""
    require("programmes.edit_programme", by, programme)
    locked = lock(programme)
    before = locked.state
    move(locked, state)
    locked.save(update_fields=["state", "updated_at"])
    _show_partners(locked, by)
    record("programmes.state_changed", on=locked, by=by, data={"from": before, "to": state})
    return locked


@action
def set_phases(*, programme: Programme, phases: Iterable[Phase], by: Actor) -> list[Phase]:
    """Put these phases, unsaved and in order, in place of the programme's present ones."""
    require("programmes.edit_programme", by, programme)
    locked = lock(programme)
    rows = list(phases)
    for position, phase in enumerate(rows):
        phase.network_id, phase.programme, phase.position = locked.network_id, locked, position
        if phase.starts_on and phase.ends_on and phase.ends_on < phase.starts_on:
            raise Problem(
                _("The phase “%(phase)s” ends before it begins.") % {"phase": phase.name},
                place=f"phases[{position}].ends_on",
                code="ends_before_start",
            )
    locked.phases.all().delete()
    Phase.objects.bulk_create(rows)
    record("programmes.phases_set", on=locked, by=by, data={"phases": [phase.code for phase in rows]})
    return rows


def slug_of(name: Translated) -> str:
    """Return an address made from a name, in plain Latin letters: the English name, else the original one."""
    text = name.text("en")
    language = name.language_for("en") or "sr"
    latin = spona_lang.to_latin(text, language) if spona_lang.guess_script(text) != "latin" else text
    return slugify(latin)[:80].strip("-") or slugify(spona_lang.fold(text))[:80] or "programme"


def _write_phases(programme: Programme, plans: Iterable[PhasePlan], first_day: dt.date) -> None:
    rows = []
    for position, plan in enumerate(plans):
        starts_on, ends_on = plan.dates(first_day)
        rows.append(
            Phase(
                network_id=programme.network_id,
                programme=programme,
                position=position,
                code=plan.code,
                name=plan.name,
                starts_on=starts_on,
                ends_on=ends_on,
            )
        )
    Phase.objects.bulk_create(rows)


def _set_money(programme: Programme, field: str, money: Money | None) -> None:
    setattr(programme, f"{field}_amount", money.amount if money else None)
    setattr(programme, f"{field}_currency", money.currency if money else "")
    setattr(programme, f"{field}_on", money.on if money else None)
    if money and money.amount < 0:
        raise Problem(_("An amount is not negative."), place=field, code="negative")


def _check_dates(programme: Programme) -> None:
    if programme.starts_on and programme.ends_on and programme.ends_on < programme.starts_on:
        raise Problem(
            _("The programme ends on %(end)s, before it begins on %(start)s.")
            % {"end": programme.ends_on, "start": programme.starts_on},
            place="ends_on",
            remedy=_("Correct one of the two dates."),
            code="ends_before_start",
        )


def _show_partners(programme: Programme, by: Actor) -> None:
    """Make the records of a published programme's partners public; a record another page names is never hidden here."""
    if programme.visibility != Visibility.PUBLIC or programme.state == ProgrammeState.DRAFT:
        return
    for partner in programme.partners.select_related("organisation"):
        if not partner.organisation.is_public:
            publish_organisation(organisation=partner.organisation, by=by)
