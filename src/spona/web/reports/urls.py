"""Addresses of reports, and of the rows behind their numbers."""

from django.urls import path

from spona.web.reports import fair, rows

app_name = "reports"
urlpatterns = [
    path("reports/", fair.reports, name="list"),
    path("fairs/<slug:slug>/report/", fair.report, name="fair"),
    path("fairs/<slug:slug>/report/report.pdf", fair.paper, name="paper"),
    path("fairs/<slug:slug>/report/report.xlsx", fair.spreadsheet, name="spreadsheet"),
    path("fairs/<slug:slug>/report/parties/", rows.parties, name="parties"),
    path("fairs/<slug:slug>/report/meetings/", rows.meetings, name="meetings"),
    path("fairs/<slug:slug>/report/wishes/", rows.wishes, name="wishes"),
    path("fairs/<slug:slug>/report/agreements/", rows.agreements, name="agreements"),
    path("fairs/<slug:slug>/report/lines/", rows.lines, name="lines"),
    path("fairs/<slug:slug>/report/checks/", rows.checks, name="checks"),
]
