"""The sheet of wishes: who, whom, how much. Names are looked up among the file's own rows and the fair's parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spona.events.actions.intake_rows import PartyRow, WishRow
from spona.events.actions.pairs import check_pair
from spona.events.models import Fair, Party, Wish, WishLevel
from spona.kernel.models import ImportLog, Problem, Problems, RowPreview
from spona.parties.models import OrganisationName, RegisterNumber
from spona_lang import name_key


@dataclass(frozen=True)
class _Known:
    """Somebody a wish may name: a party of the fair, or a row of the file that will become one.

    ``identity`` is empty where several go by that name.
    """

    identity: str
    side: str = ""


SEVERAL = _Known("")


def preview_wishes(fair: Fair, parties: Sequence[PartyRow], wishes: Sequence[WishRow]) -> list[RowPreview]:
    """Say of every wish whether both names are known and may meet."""
    if not wishes:
        return []
    at_fair = _known_parties(fair)
    known = at_fair | _known_rows(parties, at_fair)
    peers = {side.code for side in fair.sides.all() if side.meets_own_side}
    said: dict[tuple[str, str], WishRow] = {}
    return [_preview(wish, known, peers, said) for wish in wishes]


def _known_parties(fair: Fair) -> dict[str, _Known]:
    """Return the fair's parties by every key a wish may name them with. Three queries."""
    parties = {
        organisation_id: _Known(str(party_id), side)
        for party_id, organisation_id, side in fair.parties.values_list("pk", "organisation_id", "side__code")
    }
    return _unambiguous((key, parties[organisation_id]) for key, organisation_id in _keys(parties))


def _known_rows(parties: Sequence[PartyRow], at_fair: Mapping[str, _Known]) -> dict[str, _Known]:
    """Return the file's own parties by the keys a wish may name them with; one that is at the fair already is that
    one.
    """
    found = []
    for party in parties:
        keys = [*(value for _scheme, value in party.organisation.numbers), name_key(party.organisation.name)]
        there = (at_fair[key] for key in keys if at_fair.get(key, SEVERAL) is not SEVERAL)
        entry = next(there, _Known(party.identity, party.side))
        found += [(key, entry) for key in keys]
    return _unambiguous(found)


def _unambiguous(entries: Iterable[tuple[str, _Known]]) -> dict[str, _Known]:
    known: dict[str, _Known] = {}
    for key, entry in entries:
        known[key] = entry if known.get(key, entry) == entry else SEVERAL
    return known


def _keys(organisation_ids: Iterable[UUID]) -> list[tuple[str, UUID]]:
    ids = list(organisation_ids)
    names = OrganisationName.objects.filter(organisation_id__in=ids).values_list("name", "organisation_id")
    numbers = RegisterNumber.objects.filter(organisation_id__in=ids).values_list("value", "organisation_id")
    return [*((name_key(name), pk) for name, pk in names), *numbers]


def _find(known: Mapping[str, _Known], typed: str) -> _Known | None:
    return known.get(typed.strip()) or known.get(name_key(typed))


def _preview(
    wish: WishRow, known: Mapping[str, _Known], peers: set[str], said: dict[tuple[str, str], WishRow]
) -> RowPreview:
    problems = list(wish.problems)
    chooser, about = (_find(known, typed) for typed in (wish.chooser, wish.about))
    for name, typed, found in (("chooser", wish.chooser, chooser), ("about", wish.about, about)):
        if typed and found is None:
            problems.append(_unknown(wish, name, typed))
        elif found is SEVERAL:
            problems.append(_ambiguous(wish, name, typed))
    if chooser and about and SEVERAL not in {chooser, about}:
        problems += _pair_problems(wish, chooser, about, peers, said)
    return RowPreview(
        row=wish.row,
        title=f"{wish.chooser} → {wish.about}",
        writes=_said(wish),
        problems=tuple(problems),
    )


def _said(wish: WishRow) -> dict[Any, Any]:
    if not wish.level:
        return {}
    note = {gettext_lazy("Note"): wish.note} if wish.note else {}
    return {gettext_lazy("Wish"): WishLevel(wish.level).label, **note}


def _unknown(wish: WishRow, name: str, typed: str) -> Problem:
    return Problem(
        _("A wish for an unknown party: “%(name)s” is neither in this file nor at the fair.") % {"name": typed},
        place=wish.row.place(name),
        remedy=_("Write the name as in its own sheet, or its register number."),
        code="unknown_party",
    )


def _ambiguous(wish: WishRow, name: str, typed: str) -> Problem:
    return Problem(
        _("Several parties are called “%(name)s”.") % {"name": typed},
        place=wish.row.place(name),
        remedy=_("Write the register number of the one that is meant."),
        code="ambiguous_party",
    )


def _pair_problems(
    wish: WishRow, chooser: _Known, about: _Known, peers: set[str], said: dict[tuple[str, str], WishRow]
) -> list[Problem]:
    place = wish.row.place("about")
    if chooser.identity == about.identity:
        return [
            Problem(
                _("%(name)s cannot meet itself.") % {"name": wish.chooser},
                place=place,
                remedy=_("Choose another party."),
                code="same_organisation",
            )
        ]
    if chooser.side == about.side and chooser.side not in peers:
        return [
            Problem(
                _("%(a)s and %(b)s are on the same side, which does not meet among itself.")
                % {"a": wish.chooser, "b": wish.about},
                place=place,
                remedy=_("Choose a party of another side, or allow meetings within the side first."),
                code="same_side",
            )
        ]
    earlier = said.setdefault((chooser.identity, about.identity), wish)
    return [] if earlier is wish else [_said_before(wish, earlier)]


def _said_before(wish: WishRow, earlier: WishRow) -> Problem:
    names = {"a": wish.chooser, "b": wish.about, "row": earlier.row.key}
    if earlier.level == wish.level:
        message, code = _("%(a)s has said the same about %(b)s in %(row)s already.") % names, "wish_twice"
    else:
        message, code = _("%(a)s says something else about %(b)s in %(row)s.") % names, "wish_contradicts"
    return Problem(message, place=wish.row.place("level"), remedy=_("Keep one of the two rows."), code=code)


def write_wishes(fair: Fair, wishes: Sequence[WishRow], log: ImportLog) -> int:
    """Write the wishes; what a party said before about the same one is said anew. Errors: ``Problems`` for parties
    left out, and for pairs that turn out to be one organisation or to be on one side.
    """
    parties = {party.organisation_id: party for party in Party.objects.filter(fair=fair).select_related("side")}
    by_key = {key: parties[organisation_id] for key, organisation_id in _keys(parties)}
    problems: list[Problem] = []
    pairs: dict[tuple[UUID, UUID], WishRow] = {}
    for wish in wishes:
        found = []
        for name, typed in (("chooser", wish.chooser), ("about", wish.about)):
            party = by_key.get(typed.strip()) or by_key.get(name_key(typed))
            if party is None:
                problems.append(_unknown(wish, name, typed))
            else:
                found.append(party)
        if len(found) == 2:
            chooser, about = found
            impossible = check_pair(chooser, about, place=wish.row.place("about"))
            if impossible is not None:
                problems.append(impossible)
            pairs[chooser.pk, about.pk] = wish
    if problems:
        raise Problems(problems)
    return _save(fair, pairs, log)


def _save(fair: Fair, pairs: Mapping[tuple[UUID, UUID], WishRow], log: ImportLog) -> int:
    choosers = {chooser for chooser, _about in pairs}
    earlier = {(w.chooser_id, w.about_id): w for w in Wish.objects.filter(fair=fair, chooser_id__in=choosers)}
    fresh = []
    for (chooser_id, about_id), said in pairs.items():
        wish = earlier.get((chooser_id, about_id))
        if wish is None:
            fresh.append(Wish(fair=fair, chooser_id=chooser_id, about_id=about_id, level=said.level, note=said.note))
        elif (wish.level, wish.note) != (said.level, said.note):
            before = {"level": wish.level, "note": wish.note}
            wish.level, wish.note, wish.updated_at = said.level, said.note, timezone.now()
            wish.save()
            log.changed(wish, before)
    Wish.objects.bulk_create(fresh, batch_size=2000)
    log.created(*fresh)
    return len(pairs)
