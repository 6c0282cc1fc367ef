"""Addresses of the kernel's pages."""

from django.urls import path

from spona.web.kernel import organiser, public, team

app_name = "kernel"
urlpatterns = [
    path("outbox/", organiser.outbox, name="outbox"),
    path("outbox/<uuid:mail_id>/", organiser.mail, name="mail"),
    path("journal/", organiser.journal, name="journal"),
    path("team/", team.network_team, name="team"),
    path("team/roles/<uuid:role_id>/end/", team.end, name="end_role"),
    path("team/invitations/<uuid:invitation_id>/withdraw/", team.withdraw, name="withdraw_invitation"),
    path("programmes/<slug:key>/team/", team.programme_team, name="programme_team"),
    path("settings/", team.settings, name="settings"),
    path("invitation/<str:token>/", public.invitation, name="invitation"),
]
