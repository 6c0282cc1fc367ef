"""Addresses for parties and the public. Those with a token are written into mails: `events.actions.addresses`."""

from django.urls import path

from spona.web.events import calendar_feed, own, participant, public

urlpatterns = [
    path("f/<str:token>/", participant.party_page, name="party_page"),
    path("f/<str:token>/wishes/", participant.wishes, name="party_wishes"),
    path("f/<str:token>/requests/", participant.requests, name="party_requests"),
    path("f/<str:token>/proposal/", participant.proposal, name="party_proposal"),
    path("f/<str:token>/timetable/", participant.timetable, name="party_link_timetable"),
    path("f/<str:token>/drafts/", participant.draft, name="party_draft"),
    path("t/<str:token>/", participant.timetable_only, name="party_timetable"),
    path("t/<str:token>/timetable.pdf", calendar_feed.sheet, name="party_timetable_pdf"),
    path("calendar/<str:token>.ics", calendar_feed.calendar, name="calendar"),
    path("my/parties/<uuid:party_id>/", own.own_party, name="own_party"),
    path("my/parties/<uuid:party_id>/wishes/", own.wishes, name="own_wishes"),
    path("my/parties/<uuid:party_id>/requests/", own.requests, name="own_requests"),
    path("my/parties/<uuid:party_id>/proposal/", own.proposal, name="own_proposal"),
    path("my/parties/<uuid:party_id>/timetable/", own.timetable, name="own_timetable"),
    path("my/parties/<uuid:party_id>/drafts/", own.draft, name="own_draft"),
    path("my/parties/<uuid:party_id>/calendar.ics", calendar_feed.own_calendar, name="own_calendar"),
    path("my/parties/<uuid:party_id>/timetable.pdf", calendar_feed.own_sheet, name="own_timetable_pdf"),
    path("fairs/<slug:slug>/", public.public_fair, name="public_fair"),
    path("fairs/<slug:slug>/who-comes/", public.parties, name="public_parties"),
    path("fairs/<slug:slug>/timetable/", public.timetable, name="public_timetable"),
    path("fairs/<slug:slug>/register/", public.register, name="register"),
    path("fairs/<slug:slug>/registered/", public.registered, name="registered"),
]
