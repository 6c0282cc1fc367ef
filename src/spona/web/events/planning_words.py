"""The numbers and the judgement of a timetable in words: chips, the sentence of sizes, figures, advice, what waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from babel.numbers import format_percent
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spona.events.models import Fair, Side, Slot, Timetable
from spona.events.queries.clocks import FairClock
from spona.events.queries.cockpit import names_of_parties
from spona.events.queries.sentences import ids_in, sentence_text
from spona.events.states import FairState, PartyState, TimetableState
from spona.web.cldr import babel_locale
from spona.web.events.comfort_words import comfort_rows
from spona.web.pages import address_of
from spona.web.templatetags.spona_values import number

NO_BREAK = "\N{NO-BREAK SPACE}"
"""Between a number and what it counts: a line ends before both or after both."""

STATE_WORDS: dict[str, Promise] = {
    TimetableState.DRAFT: gettext_lazy("Draft %(number)s"),
    TimetableState.PUBLISHED: gettext_lazy("Published, draft %(number)s"),
    TimetableState.RETIRED: gettext_lazy("Replaced, draft %(number)s"),
    TimetableState.DISCARDED: gettext_lazy("Discarded, draft %(number)s"),
}
BEFORE_PUBLISHING = (FairState.PREPARING, FairState.OPEN, FairState.PLANNING)


def spoken(value: float, digits: int = 0) -> str:
    """A number with the reader's separators and at most ``digits`` decimals."""
    return number(round(value, digits), digits)


def signed(value: int) -> str:
    """A difference with its sign, so that plus and minus are read and heard."""
    return f"+{spoken(value)}" if value > 0 else spoken(value).replace("-", "\u2212")


def address(name: str, timetable: Timetable, fair: Fair, query: str = "") -> str:
    """Return the address of a page about one timetable."""
    return address_of(f"web:events:{name}", fair.slug, timetable.number) + query


def state_words(timetable: Timetable) -> str:
    """What a timetable is called: draft 4, published."""
    return str(STATE_WORDS[timetable.state]) % {"number": timetable.number}


def verdict(timetable: Timetable) -> dict[str, str]:
    """Return how good a timetable is, as a chip: proven best, or how far from it it is at most."""
    if timetable.is_proven:
        return {"kind": "good", "text": _("Proven best timetable")}
    gap = float(timetable.figures.get("gap", 0))
    if gap <= 0:
        return {"kind": "warn", "text": _("Not proven best")}
    share = format_percent(gap, format="#,##0.0 %", locale=babel_locale())
    return {"kind": "warn", "text": _("At most %(share)s below the best possible") % {"share": share}}


def replanned(timetable: Timetable) -> str:
    """Return whether a re-plan is proven to change as little as can be; empty for a timetable that is none."""
    kept = timetable.figures.get("replanned")
    if kept is None:
        return ""
    if kept["moves"] is None and kept["proven"]:
        return _("Proven: no timetable that keeps as many promises and musts changes fewer meetings.")
    if kept["moves"] is None:
        return _("Few meetings change. Whether fewer would do is not proven.")
    if kept["proven"]:
        sentence = _(
            "Proven: no timetable is better that changes at most %(most)s meetings, or as few as your pins allow."
        )
    else:
        sentence = _(
            "At most %(most)s meetings were to change. Whether a better timetable does with that is not proven."
        )
    return sentence % {"most": spoken(kept["moves"])}


def sizes(timetable: Timetable, fair: Fair, sides: Iterable[Side], slots: int) -> str:
    """Return who was planned for, with how much time and room, and how long it took, in one line."""
    counted = timetable.figures.get("sides", {})
    parts = [f"{side}:{NO_BREAK}{spoken(counted[side.code]['parties'])}" for side in sides if side.code in counted]
    room = [ngettext("%(count)s slot", "%(count)s slots", slots) % {"count": spoken(slots)}]
    if fair.tables:
        room.append(ngettext("%(count)s table", "%(count)s tables", fair.tables) % {"count": spoken(fair.tables)})
    parts += [part.replace(" ", NO_BREAK) for part in room]
    seconds = timetable.figures.get("seconds")
    if seconds is not None:
        parts.append(_("worked out in %(seconds)s s") % {"seconds": spoken(max(float(seconds), 0.1), 1)})
    return " · ".join(parts)


def figures(timetable: Timetable, fair: Fair, sides: Iterable[Side]) -> list[dict[str, str]]:
    """Return the figures of the head, each with the address of its rows."""
    kept = timetable.figures
    shown = [
        {
            "number": spoken(kept.get("meetings", 0)),
            "label": _("meetings"),
            "url": address("timetable", timetable, fair, "?axis=time#timetable"),
        }
    ]
    for side in sides:
        of_side = kept.get("sides", {}).get(side.code)
        if of_side:
            shown.append(_side_figure(of_side, side, address("loads", timetable, fair, f"?side={side.code}")))
    unmet = address("unmet", timetable, fair)
    for key, label in (("must", _("of the musts are met")), ("mutual", _("of the wishes of both sides are met"))):
        share = kept.get(key, {})
        if share.get("wished"):
            met = format_percent(share["met"] / share["wished"], locale=babel_locale())
            shown.append({"number": met, "label": label, "url": f"{unmet}?kind={key}"})
    by_person = address("timetable", timetable, fair, "?axis=person#timetable")
    shown.append(
        {
            "number": spoken(float(kept.get("idle", 0)), 1),
            "label": _("free times between meetings, mean"),
            "url": by_person,
        }
    )
    none = kept.get("none", {}).get("count", 0)
    if none:
        label = ngettext("party without a meeting", "parties without a meeting", none)
        without = address("without", timetable, fair)
        shown.append({"number": spoken(none), "label": label, "url": without, "kind": "must"})
    return shown


def _side_figure(counted: Mapping[str, Any], side: Side, url: str) -> dict[str, str]:
    """How one side fares: how many got what they were promised, and how many meetings they have."""
    median, fewest = spoken(float(counted["median"]), 1), spoken(counted["fewest"])
    name = str(side).lower()
    if not side.min_meetings:
        label = _("meetings each, median of %(side)s; the fewest: %(fewest)s") % {"side": name, "fewest": fewest}
        return {"number": median, "label": label, "url": url}
    label = _("%(side)s with at least %(least)s; median %(median)s, the fewest: %(fewest)s") % {
        "side": name,
        "least": side.min_meetings,
        "median": median,
        "fewest": fewest,
    }
    is_short = counted["at_minimum"] < counted["parties"]
    number = f"{spoken(counted['at_minimum'])} / {spoken(counted['parties'])}"
    return {"number": number, "label": label, "url": url, "kind": "must" if is_short else ""}


def compared(timetable: Timetable, sides: Iterable[Side]) -> dict[str, str]:
    """Return the figures of one timetable under names that are the same for every timetable of the fair."""
    kept = timetable.figures
    rows = {_("Meetings"): spoken(kept.get("meetings", 0))}
    for side in sides:
        counted = kept.get("sides", {}).get(side.code)
        if counted:
            name = {"side": str(side)}
            rows[_("%(side)s: have what they were promised") % name] = spoken(counted["at_minimum"])
            rows[_("%(side)s: meetings each, median") % name] = spoken(float(counted["median"]), 1)
            rows[_("%(side)s: the fewest meetings of one") % name] = spoken(counted["fewest"])
    for key, label in (("must", _("Musts met")), ("mutual", _("Wishes of both sides met"))):
        share = kept.get(key, {})
        if share.get("wished"):
            rows[label] = f"{spoken(share['met'])} / {spoken(share['wished'])}"
    rows[_("Free times between meetings, mean")] = spoken(float(kept.get("idle", 0)), 1)
    rows |= comfort_rows(timetable)
    rows[_("Parties without a meeting")] = spoken(kept.get("none", {}).get("count", 0))
    rows[_("Promised meetings missing")] = spoken(timetable.shortfall)
    rows[_("Points in all")] = spoken(timetable.score)
    rows[_("How good")] = verdict(timetable)["text"]
    return rows


def said(fair: Fair, sentences: Iterable[Mapping[str, Any]], slots: Iterable[Slot]) -> list[str]:
    """Return sentences of the engine in the reader's language, each beginning with a capital and ending with a stop.

    ``slots``: the fair's, which every page about a timetable has read already. One query for the names of parties, none
    where nobody is named.
    """
    spoken_of = list(sentences)
    every = list(slots)
    clock = FairClock(fair, every)
    names = {str(slot.pk): clock.start(slot) for slot in every}
    unnamed = {identity for identity in ids_in(spoken_of) if str(identity) not in names}
    names |= names_of_parties(fair, unnamed)
    return [as_sentence(sentence_text(each["code"], each.get("params", {}), names)) for each in spoken_of]


def as_sentence(text: str) -> str:
    """A clause as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:]}." if text and text[-1] not in ".!?" else text


def histogram(timetable: Timetable, fair: Fair) -> list[dict[str, Any]]:
    """Return how many parties have how many meetings, for the chart."""
    url = address("loads", timetable, fair)
    return [
        {"meetings": meetings, "parties": parties, "url": url}
        for meetings, parties in enumerate(timetable.figures.get("histogram", []))
    ]


def waiting(fair: Fair, timetable: Timetable | None, sides: Iterable[Side]) -> list[dict[str, str]]:
    """Return what the manager has to decide or to chase at this fair, each with the way there.

    Before a timetable is published, who has not confirmed is counted from the places kept with the sides.
    """
    items = []
    unconfirmed = sum(side.taken - side.confirmed for side in sides)
    if unconfirmed > 0 and fair.state in BEFORE_PUBLISHING:
        sentence = ngettext(
            "%(count)s party has not confirmed that it comes.",
            "%(count)s parties have not confirmed that they come.",
            unconfirmed,
        )
        parties = address_of("web:events:parties", fair.slug) + f"?state={PartyState.INVITED}"
        items.append({"text": sentence % {"count": spoken(unconfirmed)}, "url": parties, "link": _("See who")})
    if timetable is not None and timetable.shortfall:
        sentence = ngettext(
            "%(count)s promised meeting is missing.", "%(count)s promised meetings are missing.", timetable.shortfall
        )
        short = address("loads", timetable, fair, "?short=on")
        items.append({"text": sentence % {"count": spoken(timetable.shortfall)}, "url": short, "link": _("Whose")})
    if fair.state in {FairState.OPEN, FairState.PREPARING}:
        hub = address_of("web:events:fair", fair.slug)
        items.append(
            {
                "text": _("Wishes are not closed yet. They are before a timetable is published."),
                "url": hub,
                "link": _("Close them"),
            }
        )
    return items
