"""Saying whom one wants to meet, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from spona.events.actions import Saying, state_wishes
from spona.events.models import Party, WishLevel
from spona.events.queries.fairs import sides_of
from spona.events.queries.taking_part import Partner, WishPage, stated_wishes, wish_page, wish_summary
from spona.events.states import FairState
from spona.kernel.actions import discard_draft
from spona.kernel.models import Problem, Problems
from spona.kernel.queries import draft_of
from spona.kernel.rules import allowed
from spona.web.events.taking_part import draft_name, drafts_address, frame
from spona.web.events.taking_part_forms import ComingFilters, WishFilters
from spona.web.page import PageRequest, owner_of
from spona.web.pages import neighbours

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class WishRow:
    """A partner on the page with what stands in its controls: what was typed, else the draft, else what is saved."""

    partner: Partner
    level: str
    note: str
    problem: str = ""

    @property
    def place(self) -> str:
        """The name of its group of choices."""
        return f"wish-{self.partner.party.pk}"


def show_wishes(request: PageRequest, party: Party) -> HttpResponse:
    """Show a page of possible partners, or take what was said about them, all of it or nothing."""
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            said = _save(request, party)
        except (Problem, Problems) as refused:
            problems = refused.problems if isinstance(refused, Problems) else [refused]
        else:
            discard_draft(owner=owner_of(request), form=draft_name(request, party, "wishes"))
            messages.success(request, _saved_sentence(said))
            return redirect(_next_address(request))
    sides = [side for side in sides_of(party.fair) if side.pk != party.side_id or side.meets_own_side]
    may_wish = allowed("events.state_wish", request.actor, party)
    is_closed = not may_wish and party.fair.state != FairState.PREPARING
    filters = (ComingFilters if is_closed else WishFilters)(request.GET, sides)
    chosen = filters.chosen()
    said_alone = {"only": "said"} if is_closed else {}
    found = wish_page(request.actor, party, place=request.GET.get("place", ""), **chosen, **said_alone)
    context = _rows(request, party, found, problems) | {
        "filters": filters,
        "is_filtered": any(chosen.values()),
        "said": wish_summary(request.actor, party),
        "may_wish": may_wish,
        "is_closed": is_closed,
        "levels": [("", _("—")), *WishLevel.choices],
        "draft_url": drafts_address(request, party, "wishes"),
        "draft_name": draft_name(request, party, "wishes"),
        "next_place": found.listed.next,
    }
    context |= neighbours(request, found.listed) | frame(request, party, "wishes")
    return render(request, "events/participant/wishes.html", context, status=422 if problems else 200)


def _save(request: PageRequest, party: Party) -> dict[str, int]:
    """State what differs from what is saved; returns the counts afterwards. Errors: ``Problems`` at each line."""
    sent = list(_sayings(request.POST))
    if len(sent) > MOST_AT_ONCE:
        raise Problem(_("That is more than one page of wishes."), remedy=_("Save a page at a time."), code="too_many")
    before = stated_wishes(request.actor, party, [saying.about_id for saying in sent])
    changed = [saying for saying in sent if _differs(saying, before)]
    if changed:
        state_wishes(chooser=party, sayings=changed, by=request.actor)
    return wish_summary(request.actor, party)


def _differs(saying: Saying, before: dict[UUID, Any]) -> bool:
    wish = before.get(saying.about_id)
    if wish is None:
        return bool(saying.level)
    return (wish.level, wish.note) != (saying.level, saying.note)


def _sayings(data: Any) -> Iterable[Saying]:
    """Read the lines of the page. Errors: ``Problems`` for one that names nobody, or has a note and no wish."""
    problems = []
    for name in data:
        if not name.startswith("wish-"):
            continue
        identity, level = name.removeprefix("wish-"), data[name]
        note = data.get(f"note-{identity}", "").strip()[:300]
        try:
            about_id = UUID(identity)
        except ValueError:
            problems.append(_unknown(name))
            continue
        if note and not level:
            problems.append(
                Problem(
                    _("There is a note here, but no wish."),
                    place=name,
                    remedy=_("Say must, yes or no, or clear the note."),
                    code="note_without_wish",
                )
            )
        yield Saying(about_id, level, note)
    if problems:
        raise Problems(problems)


def _unknown(place: str) -> Problem:
    return Problem(
        _("This party does not take part in the fair."),
        place=place,
        remedy=_("Reload the page and choose again."),
        code="unknown_party",
    )


def _rows(request: PageRequest, party: Party, found: WishPage, problems: list[Problem]) -> dict[str, Any]:
    draft = {} if request.method == "POST" else draft_of(owner_of(request), draft_name(request, party, "wishes"))
    typed: Any = request.POST if request.method == "POST" else draft
    at = {problem.place: str(problem) for problem in problems}
    shown = {f"wish-{partner.party.pk}" for partner in (*found.suggested, *found.others)}

    def row(partner: Partner) -> WishRow:
        place = f"wish-{partner.party.pk}"
        note = typed.get(f"note-{partner.party.pk}", partner.note)
        return WishRow(partner, typed.get(place, partner.level), note, at.get(place, ""))

    return {
        "suggested": [row(partner) for partner in found.suggested],
        "others": [row(partner) for partner in found.others],
        "general": [text for place, text in at.items() if place not in shown],
        "problems": [(place, text) for place, text in at.items() if place in shown],
        "is_draft": bool(draft),
    }


def _saved_sentence(said: dict[str, int]) -> str:
    return _("Saved. You have said must %(must)s times, yes %(yes)s times and no %(no)s times.") % said


def _next_address(request: PageRequest) -> str:
    """Return the page that was saved, or the next one where that button was pressed."""
    onward = request.POST.get("go", "")
    if not onward:
        return request.get_full_path()
    wanted = request.GET.copy()
    wanted["place"] = onward
    return f"{request.path}?{wanted.urlencode()}"
