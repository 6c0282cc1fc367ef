"""Addresses of the cockpit and of everything printed."""

from django.urls import path

from spona.web.events import changing, cockpit, planning_runs, printing, timetables

PLAN = "fairs/<slug:slug>/plan/"
DRAFT = f"{PLAN}drafts/<int:number>/"

urlpatterns = [
    path(PLAN, cockpit.plan, name="plan"),
    path(f"{PLAN}run/", planning_runs.run, name="run"),
    path(f"{PLAN}run/stop/", planning_runs.stop, name="stop_run"),
    path(f"{PLAN}no-show/", planning_runs.no_show, name="no_show"),
    path(f"{PLAN}names/", changing.names, name="names"),
    path(f"{PLAN}demands/", changing.demands, name="demands"),
    path(f"{PLAN}compare/", timetables.compare, name="compare"),
    path(DRAFT, cockpit.timetable, name="timetable"),
    path(f"{DRAFT}unmet/", timetables.unmet, name="unmet"),
    path(f"{DRAFT}without/", timetables.without, name="without"),
    path(f"{DRAFT}parties/", timetables.loads, name="loads"),
    path(f"{DRAFT}publish/", timetables.publish, name="publish"),
    path(f"{DRAFT}discard/", timetables.discard, name="discard"),
    path(f"{DRAFT}explain/", changing.explain, name="explain"),
    path(f"{DRAFT}change/", changing.change, name="change"),
    path(f"{DRAFT}by-hand/", changing.by_hand, name="by_hand"),
    path(f"{DRAFT}print/", printing.print_page, name="print_timetable"),
    path(f"{DRAFT}print/timetable.pdf", printing.whole_pdf, name="timetable_pdf"),
    path(f"{DRAFT}print/tables.pdf", printing.tables_pdf, name="tables_pdf"),
    path(f"{DRAFT}print/parties.pdf", printing.parties_pdf, name="parties_pdf"),
    path(f"{DRAFT}print/badges.pdf", printing.badges_pdf, name="badges_pdf"),
    path(f"{DRAFT}print/timetable.xlsx", printing.spreadsheet, name="spreadsheet"),
]
