"""Addresses of fairs: setting up, planning, the day itself, taking part."""

from spona.web.events.urls import day, planning, setting_up, taking_part

app_name = "events"
urlpatterns = [*setting_up.urlpatterns, *planning.urlpatterns, *day.urlpatterns, *taking_part.urlpatterns]
