"""Charts are drawn from numbers alone, link to rows, and stand beside a table that says the same."""

from django.template import engines
from django.utils import translation
from tests.web.shell_reading import elements

from spona.web.templatetags.charts import (
    bar_chart,
    funnel_chart,
    heat_map,
    meetings_histogram,
    places_map,
    stacked_chart,
)


def draw(tag: str, **context: object) -> str:
    return engines["django"].from_string("{% load charts %}{% " + tag + " %}").render(context)


def test_the_longest_bar_fills_the_width_and_the_others_follow() -> None:
    drawn = bar_chart([{"label": "A", "value": 40}, {"label": "B", "value": 10}], title="t")
    assert [bar["width"] for bar in drawn["bars"]] == ["100.00%", "25.00%"]


def test_bars_without_any_value_are_empty_not_an_error() -> None:
    assert [bar["width"] for bar in bar_chart([{"label": "A", "value": 0}], title="t")["bars"]] == ["0.00%"]


def test_a_funnel_says_what_was_kept_from_stage_to_stage() -> None:
    stages = funnel_chart([{"label": "a", "value": 100}, {"label": "b", "value": 50}, {"label": "c", "value": 20}], "t")
    assert [(stage["kept"], stage["of_first"]) for stage in stages["stages"]] == [(100, 100), (50, 50), (40, 20)]


def test_stacked_bars_are_cut_by_their_own_whole() -> None:
    parts = [[{"label": "a", "value": a}, {"label": "b", "value": b}] for a, b in ((1, 3), (5, 5))]
    drawn = stacked_chart([{"label": "r", "parts": each} for each in parts], "t")
    assert [[(part["x"], part["width"]) for part in bar["parts"]] for bar in drawn["bars"]] == [
        [("0.00%", "25.00%"), ("25.00%", "75.00%")],
        [("0.00%", "50.00%"), ("50.00%", "50.00%")],
    ]


def test_a_gap_in_a_distribution_is_drawn_as_a_gap() -> None:
    drawn = meetings_histogram([{"meetings": 2, "parties": 5}, {"meetings": 4, "parties": 10}], "t", minimum=3)
    assert [(c["meetings"], c["height"], c["below"]) for c in drawn["columns"]] == [
        (2, 75, True),
        (3, 0, False),
        (4, 150, False),
    ]
    assert drawn["rule"] == "33.33%"


def test_a_distribution_leads_to_its_rows_and_its_table_says_the_same() -> None:
    counts = [{"meetings": 2, "parties": 5, "url": "?short=on&side=a"}, {"meetings": 3, "parties": 0}]
    drawn = draw("meetings_histogram counts 't' minimum=3", counts=counts)
    (column, row) = elements(drawn, "a")
    assert column.attributes == {"href": "?short=on&side=a", "aria-label": "5 with 2 meetings"}
    assert (row.attributes, row.text) == ({"href": "?short=on&side=a"}, "2")
    assert [mark.attributes["class"] for mark in elements(drawn, "rect")] == ["mark must"]
    assert [cell.text for cell in elements(drawn, "td")] == ["5", "0"]


def test_no_address_of_a_distribution_becomes_markup() -> None:
    hostile = "<script>alert(1)</script>\"'"
    drawn = draw("meetings_histogram counts 't'", counts=[{"meetings": 2, "parties": 5, "url": hostile}])
    assert elements(drawn, "script") == []
    assert [link.attributes["href"] for link in elements(drawn, "a")] == [hostile, hostile]


def test_heat_has_four_levels_and_none_stays_empty() -> None:
    drawn = heat_map(["a", "b", "c"], [{"label": "r", "values": [0, 8, None]}], "t")
    assert [(cell["value"], cell["level"]) for cell in drawn["lines"][0]["cells"]] == [(0, 0), (8, 4), (None, 0)]


def test_north_is_up_and_every_place_lies_on_the_map() -> None:
    north = {"label": "n", "latitude": 46.0, "longitude": 16.0, "value": 4}
    south = {"label": "s", "latitude": 42.0, "longitude": 23.0, "value": 1}
    dots = {dot["label"]: dot for dot in places_map([north, south], "t")["dots"]}
    assert float(dots["n"]["y"][:-1]) < float(dots["s"]["y"][:-1])
    assert all(0 < float(dot[axis][:-1]) < 100 for dot in dots.values() for axis in "xy")


def test_nothing_to_draw_is_said_in_words() -> None:
    empty = (
        "bar_chart x 't'",
        "funnel_chart x 't'",
        "meetings_histogram x 't'",
        "heat_map x x 't'",
        "stacked_chart x 't'",
        "places_map x 't'",
    )
    assert [tag for tag in empty if "There is nothing to draw yet." not in draw(tag, x=[])] == []


def test_coordinates_keep_their_points_where_numbers_are_written_with_commas() -> None:
    with translation.override("sr-latn"):
        html = draw("bar_chart x 't'", x=[{"label": "A", "value": 3}, {"label": "B", "value": 2}])
    assert [rect.attributes["width"] for rect in elements(html, "rect")][-1] == "66.67%"


def test_every_mark_is_a_link_and_the_table_says_the_same() -> None:
    html = draw("bar_chart x 't'", x=[{"label": "A", "value": 3, "url": "/rows/"}])
    assert [link.attributes["href"] for link in elements(html, "a")] == ["/rows/", "/rows/"]
    assert [cell.text.strip() for cell in elements(html, "td")] == ["3"]


def test_a_drawing_has_a_title_and_a_description() -> None:
    html = draw("bar_chart x title='What' description='Why'", x=[{"label": "A", "value": 3}])
    assert [e.text for e in elements(html, "title")] == ["What"]
    assert [e.text for e in elements(html, "desc")] == ["Why"]
