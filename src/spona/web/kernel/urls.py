"""Addresses of the kernel's pages."""

from django.urls import path

from spona.web.kernel import organiser, public

app_name = "kernel"
urlpatterns = [
    path("outbox/", organiser.outbox, name="outbox"),
    path("outbox/<uuid:mail_id>/", organiser.mail, name="mail"),
    path("journal/", organiser.journal, name="journal"),
    path("invitation/<str:token>/", public.invitation, name="invitation"),
]
