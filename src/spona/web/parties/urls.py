"""Addresses of organisations."""

from django.urls import path

from spona.web.parties import organiser

app_name = "parties"
urlpatterns = [
    path("", organiser.organisations, name="list"),
    path("new/", organiser.new_organisation, name="new"),
    path("doubles/", organiser.doubles, name="doubles"),
    path("<uuid:organisation_id>/", organiser.organisation, name="organisation"),
    path("<uuid:organisation_id>/edit/", organiser.edit, name="edit"),
    path("merges/<uuid:merge_id>/undo/", organiser.undo, name="undo_merge"),
]
