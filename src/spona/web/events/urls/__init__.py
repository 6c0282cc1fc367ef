"""Addresses of fairs: setting up, planning, taking part."""

from spona.web.events.urls import planning, setting_up, taking_part

app_name = "events"
urlpatterns = [*setting_up.urlpatterns, *planning.urlpatterns, *taking_part.urlpatterns]
