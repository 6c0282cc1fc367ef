"""Addresses of the day of the fair and of the year after. Those with a token stand in mails or are shown as codes."""

from django.urls import path

from spona.web.events import board, broker, calls, checkin, day, my_day, next_year, ratings

FAIR = "fairs/<slug:slug>/"
GATE = f"{FAIR}gates/<uuid:gate_id>/"

urlpatterns = [
    path(f"{FAIR}day/", day.day, name="day"),
    path(f"{FAIR}gates/", day.gates, name="gates"),
    path(f"{FAIR}badges.pdf", day.badges, name="badges"),
    path(f"{FAIR}parties/<uuid:party_id>/badge/", day.badge_of_party, name="badge_of_party"),
    path(f"{FAIR}calls/", calls.calls, name="calls"),
    path(f"{FAIR}parties/<uuid:party_id>/told/", calls.told, name="told"),
    path(f"{FAIR}broker/", broker.broker, name="broker"),
    path(f"{FAIR}broker/link/", broker.broker_link, name="broker_link"),
    path("m/<str:token>/", broker.link_broker, name="link_broker"),
    path(f"{FAIR}hall/", board.hall, name="hall"),
    path(f"{FAIR}hall/now/", board.hall_now, name="hall_now"),
    path(f"{FAIR}next-year/", next_year.clone, name="clone"),
    path(f"{FAIR}invitations/", next_year.invitations, name="invitations"),
    path(f"{FAIR}ratings/", ratings.ratings, name="ratings"),
    path(f"{FAIR}ratings/<uuid:rating_id>/", ratings.judge_words, name="judge_words"),
    path(GATE, checkin.own_gate, name="own_gate"),
    path(f"{GATE}scans/", checkin.own_gate_scans, name="own_gate_scans"),
    path(f"{GATE}walk-in/", checkin.own_walk_in, name="own_walk_in"),
    path(f"{GATE}change/", day.change_gate, name="change_gate"),
    path("g/<str:token>/", checkin.gate, name="gate"),
    path("g/<str:token>/scans/", checkin.gate_scans, name="gate_scans"),
    path("g/<str:token>/walk-in/", checkin.walk_in_at_gate, name="walk_in"),
    path("b/<str:badge>/", checkin.badge, name="badge"),
    path("f/<str:token>/day/", my_day.party_day, name="party_day"),
    path("f/<str:token>/ratings/", my_day.party_ratings, name="party_ratings"),
    path("t/<str:token>/day/", my_day.timetable_day, name="timetable_day"),
    path("r/<str:token>/", my_day.rating_page, name="rating_page"),
    path("r/<str:token>/answers/", my_day.rating_answers, name="rating_answers"),
    path("my/parties/<uuid:party_id>/day/", my_day.own_day_page, name="own_day"),
    path("my/parties/<uuid:party_id>/ratings/", my_day.own_ratings, name="own_ratings"),
]
