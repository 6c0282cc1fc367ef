"""Hypothesis strategies for small fairs as problem documents."""

from __future__ import annotations

from hypothesis import strategies as st

HUGE = st.sampled_from([0, 1, 999_999, 1_000_000])


@st.composite
def fairs(draw, most_parties=6, most_slots=3, most_wishes=7, *, pinned=True):
    """A problem document: any sides, availability, tables, bans and (possibly contradictory) pins."""
    names = [f"p{i}" for i in range(draw(st.integers(2, most_parties)))]
    slots = [f"s{i}" for i in range(draw(st.integers(0, most_slots)))]
    limited = draw(st.booleans())
    parties = []
    for position, name in enumerate(names):
        most = draw(st.integers(0, 3))
        party = {"id": name, "side": f"side{position % 2}", "min": draw(st.integers(0, most)), "max": most}
        if limited and draw(st.booleans()):
            party["slots"] = draw(st.lists(st.sampled_from(slots), unique=True)) if slots else []
        parties.append(party)
    two_sided = draw(st.booleans())
    pairs = [
        (a, b) for i, a in enumerate(names) for j, b in enumerate(names) if i < j and (not two_sided or (i + j) % 2)
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=most_wishes)) if pairs else []
    scores = st.one_of(st.integers(0, 50), HUGE)
    wishes = [{"a": a, "b": b, "score": draw(scores), "must": draw(st.integers(0, 4)) == 0} for a, b in chosen]
    fair = {"kind": "meetings", "version": 1, "slots": [{"id": s} for s in slots], "parties": parties, "wishes": wishes}
    fair["tables"] = draw(st.sampled_from([None, None, 0, 1, 2]))
    some = st.lists(st.sampled_from(chosen), unique=True, max_size=2) if chosen else st.just([])
    fair["bans"] = [list(pair) for pair in draw(some)]
    fair["pins"] = []
    for a, b in draw(some) if pinned else []:
        slot = draw(st.sampled_from([None, *slots]))
        fair["pins"].append({"a": a, "b": b} | ({} if slot is None else {"slot": slot}))
    return fair
