"""What the extractor finds: a text it overlooks would stay English without anybody noticing."""

from scripts import messages


def found_in_template(source: str) -> list[object]:
    return [text for _context, text in messages.messages_of_template(source)]


def found_in_python(source: str) -> list[object]:
    return [text for _context, text in messages.messages_of_python(source)]


def test_a_text_in_the_attribute_of_a_component_is_found() -> None:
    template = """{% load i18n %}<c-card title="{% trans 'Your timetable' %}">{% trans "Print" %}</c-card>"""
    assert found_in_template(template) == ["Your timetable", "Print"]


def test_a_block_is_found_with_its_named_values_and_its_plural() -> None:
    template = (
        "  {% blocktrans count counter=n %}One table{% plural %}{{ counter }} tables{% endblocktrans %}\n"
        "{% blocktrans trimmed with name=fair %}\n  Welcome to\n  {{ name }}\n{% endblocktrans %}"
    )
    assert found_in_template(template) == [("One table", "%(counter)s tables"), "Welcome to %(name)s"]


def test_a_text_handed_to_a_filter_is_found() -> None:
    assert found_in_template("{{ note|default:_('No note') }}") == ["No note"]


def test_a_percent_sign_is_found_as_django_looks_it_up() -> None:
    assert found_in_template('{% trans "80% of the wishes" %}') == ["80%% of the wishes"]


def test_every_way_of_saying_a_text_in_python_is_found() -> None:
    source = (
        'a = _("One")\nb = gettext_lazy("Two")\nc = ngettext("%(n)s day", "%(n)s days", n)\n'
        'd = pgettext("month", "May")\ne = _(\n    "Three "\n    "four"\n)\n'
    )
    assert found_in_python(source) == ["One", "Two", ("%(n)s day", "%(n)s days"), "May", "Three four"]
    assert [context for context, _text in messages.messages_of_python(source)] == [None, None, None, "month", None]


def test_what_is_no_plain_text_is_left_alone() -> None:
    assert found_in_python('a = _(title)\nb = _("")\nc = gettext(first)\n') == []


def test_the_sources_hold_texts_of_python_and_of_templates() -> None:
    said = {messages.key(message)[1] for message in messages.extracted()}
    assert {"The fair has no sides yet.", "Skip to the content"} <= said
