"""Addresses of programmes."""

from django.urls import path

from spona.web.programmes import organiser, public

app_name = "programmes"
urlpatterns = [
    path("", public.programmes, name="list"),
    path("new/", organiser.new_programme, name="new"),
    path("<slug:key>/", public.programme, name="programme"),
]
