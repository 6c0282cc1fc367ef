"""Taking a spreadsheet in: nothing silently, all or nothing, undone within the hour."""

import datetime as dt

import pytest
from django.db import DatabaseError
from django.utils import timezone
from tests.factories import a_manager, a_network, an_actor
from tests.kernel.factories import as_bytes

from spona.kernel.actions import (
    apply_import,
    imports,
    preview_import,
    register_importer,
    set_mapping,
    start_import,
    store_file,
    undo_import,
)
from spona.kernel.actions.imports import mapping_of
from spona.kernel.models import (
    SKIP,
    Importer,
    ImportField,
    ImportState,
    Match,
    NetworkDomain,
    Problem,
    Problems,
    Refused,
    RowPreview,
    SheetChoice,
    SheetMapping,
)

pytestmark = pytest.mark.django_db


def preview_hosts(context, rows):
    existing = {domain.host: domain for domain in NetworkDomain.objects.all()}
    previews = []
    for row in rows:
        host = row.text("host")
        known = existing.get(host)
        bad = () if "." in host else (Problem("No dot.", place=row.place("host"), remedy="Add one."),)
        matches = (Match(known.pk, host, 1.0),) if known else ()
        previews.append(RowPreview(row, host, "" if known else "create", matches, {"Host": host}, bad))
    return previews


def apply_hosts(context, rows, decisions, log):
    new = [
        NetworkDomain(network=context.subject, host=row.text("host")) for row in rows if decisions[row.key] == "create"
    ]
    NetworkDomain.objects.bulk_create(new)
    log.created(*new)
    for row in rows:
        if decisions[row.key] != "create":
            domain = NetworkDomain.objects.get(pk=decisions[row.key])
            before = {"host": domain.host}
            domain.host = f"renamed.{domain.host}"
            domain.save()
            log.changed(domain, before)
    return {"hosts": len(new)}


def an_importer(**changed):
    arguments = {
        "kind": "test.hosts",
        "label": "Hosts",
        "permission": "kernel.import_rows",
        "subject_model": "kernel.Network",
        "fields": (
            ImportField("host", "Host", ("Domena", "Адреса"), required=True),
            ImportField("note", "Note", ("Napomena",)),
        ),
        "preview": preview_hosts,
        "apply": apply_hosts,
    }
    register_importer(Importer(**{**arguments, **changed}))


@pytest.fixture
def network():
    an_importer()
    return a_network()


@pytest.fixture
def manager(network):
    return a_manager(network)


def started(network, by, rows=(["Domena"], ["a.example"], ["b.example"]), **arguments):
    file = store_file(name="hosts.xlsx", content=as_bytes(List=rows), by=by)
    return start_import(file=file, kind="test.hosts", subject=network, by=by, **arguments)


def hosts():
    return sorted(NetworkDomain.objects.values_list("host", flat=True))


def test_the_guessed_mapping_is_shown_whatever_the_script(network, manager):
    batch = started(network, manager, (["Napomena", "АДРЕСА"], ["x", "a.example"]))
    assert batch.state == ImportState.MAPPING
    assert mapping_of(batch) == {"List": SheetMapping(columns={"host": "B", "note": "A"})}


def test_a_heading_mapped_once_is_remembered(network, manager):
    rows = (["Gdje", "Što"], ["a.example", "x"])
    first = started(network, manager, rows)
    assert mapping_of(first)["List"].columns == {}
    set_mapping(batch=first, mapping={"List": SheetMapping({"host": "A"})}, by=manager)
    assert mapping_of(started(network, manager, rows))["List"].columns == {"host": "A"}


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"Gone": SheetMapping({"host": "A"})}, "sheet_missing"),
        ({"List": SheetMapping({"host": "A"}, take=False)}, "sheet_missing"),
        ({"List": SheetMapping({})}, "column_missing"),
        ({"List": SheetMapping({"host": "Z"})}, "column_missing"),
        ({"List": SheetMapping({"host": "A", "note": "A"})}, "column_twice"),
        ({"List": SheetMapping({"host": "A"}, header_row=99)}, "header_missing"),
    ],
)
def test_a_mapping_rows_cannot_be_read_with_is_refused(network, manager, mapping, code):
    with pytest.raises(Problems) as refused:
        set_mapping(batch=started(network, manager), mapping=mapping, by=manager)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_renamed_column_has_to_be_chosen_again(network, manager):
    batch = started(network, manager, (["Web", "Napomena"], ["a.example", "x"]))
    with pytest.raises(Problems) as refused:
        apply_import(batch=batch, by=manager)
    assert [(p.code, p.place) for p in refused.value.problems] == [("column_missing", "List:host")]


def test_a_sheet_needs_its_choice(network, manager):
    an_importer(per_sheet=lambda _context: (SheetChoice("cso", "CSOs", ("Udruge",)), SheetChoice("firm", "Firms")))
    batch = started(network, manager)
    with pytest.raises(Problems) as refused:
        preview_import(batch, manager)
    assert [problem.code for problem in refused.value.problems] == ["sheet_choice_missing"]


def test_a_preview_cannot_write(network, manager):
    an_importer(preview=lambda context, _rows: NetworkDomain.objects.create(network=context.subject, host="x"))
    with pytest.raises(DatabaseError, match="read-only"):
        preview_import(started(network, manager), manager)
    assert hosts() == []


def test_after_a_preview_the_transaction_can_write_again(network, manager):
    batch = started(network, manager)
    assert [preview.title for preview in preview_import(batch, manager).rows] == ["a.example", "b.example"]
    assert hosts() == []
    assert apply_import(batch=batch, by=manager).counts == {"hosts": 2, "rows": 2, "left_out": 0}
    assert hosts() == ["a.example", "b.example"]


def test_applying_twice_is_applying_once(network, manager):
    batch = started(network, manager)
    first, second = (apply_import(batch=batch, by=manager) for _ in range(2))
    assert (first.pk, hosts()) == (second.pk, ["a.example", "b.example"])


def test_one_bad_row_keeps_all_out_unless_it_is_left_out_on_purpose(network, manager):
    batch = started(network, manager, (["Domena"], ["a.example"], ["nodot"]))
    with pytest.raises(Problems) as refused:
        apply_import(batch=batch, by=manager)
    assert ([problem.place for problem in refused.value.problems], hosts()) == (["List!A3"], [])
    assert apply_import(batch=batch, by=manager, skip_bad_rows=True).counts["left_out"] == 1
    assert hosts() == ["a.example"]


def test_a_row_that_may_be_somebody_known_waits_for_a_decision(network, manager):
    known = NetworkDomain.objects.create(network=network, host="a.example")
    batch = started(network, manager)
    for decisions in ({}, {"List!2": "00000000-0000-0000-0000-000000000000"}):
        with pytest.raises(Problems) as refused:
            apply_import(batch=batch, by=manager, decisions=decisions)
        assert [(p.code, p.place) for p in refused.value.problems] == [("row_undecided", "List!2")]
    apply_import(batch=batch, by=manager, decisions={"List!2": str(known.pk)})
    assert hosts() == ["b.example", "renamed.a.example"]


def test_undo_puts_everything_back(network, manager):
    known = NetworkDomain.objects.create(network=network, host="a.example")
    batch = started(network, manager)
    apply_import(batch=batch, by=manager, decisions={"List!2": str(known.pk)})
    assert undo_import(batch=batch, by=manager).state == ImportState.UNDONE
    assert hosts() == ["a.example"]


def test_undo_is_refused_for_a_row_somebody_changed_since(network, manager):
    batch = started(network, manager)
    apply_import(batch=batch, by=manager)
    NetworkDomain.objects.get(host="a.example").save()
    with pytest.raises(Problems) as refused:
        undo_import(batch=batch, by=manager)
    assert [(p.code, "a.example" in str(p)) for p in refused.value.problems] == [("changed_since", True)]
    assert hosts() == ["a.example", "b.example"]


def test_undo_is_refused_after_an_hour(network, manager):
    batch = apply_import(batch=started(network, manager), by=manager)
    batch.undo_until = timezone.now() - dt.timedelta(seconds=1)
    batch.save()
    with pytest.raises(Problem) as refused:
        undo_import(batch=batch, by=manager)
    assert (refused.value.code, len(hosts())) == ("undo_expired", 2)


def test_the_same_file_is_taken_in_twice_only_on_purpose(network, manager):
    apply_import(batch=started(network, manager), by=manager)
    content = imports.ImportBatch.objects.get().file
    with pytest.raises(Problem) as refused:
        start_import(file=content, kind="test.hosts", subject=network, by=manager)
    assert (refused.value.code, "hosts.xlsx" in str(refused.value)) == ("same_file", True)
    again = start_import(file=content, kind="test.hosts", subject=network, by=manager, again=True)
    assert again.state == ImportState.MAPPING


def test_only_managers_take_rows_in(network, manager):
    with pytest.raises(Refused):
        started(network, an_actor(network))


def test_a_decision_may_leave_a_row_out(network, manager):
    apply_import(batch=started(network, manager), by=manager, decisions={"List!2": SKIP})
    assert hosts() == ["b.example"]
