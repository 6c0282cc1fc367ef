"""Addresses of all pages. Each view says with ``@page`` who may open it; the server does not start otherwise."""

from django.urls import include, path

from spona.web.kernel import desk, health, public

app_name = "web"
urlpatterns = [
    path("healthz", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
    path(".well-known/security.txt", health.security_contact, name="security"),
    path("favicon.ico", health.icon, name="icon"),
    path("", desk.front, name="front"),
    path("desk/", desk.desk, name="desk"),
    path("search/", desk.search, name="search"),
    path("drafts/", desk.keep_draft, name="draft"),
    path("language/<str:code>/", public.choose_language, name="language"),
    path("", include("spona.web.kernel.urls")),
    path("organisations/", include("spona.web.parties.urls")),
    path("programmes/", include("spona.web.programmes.urls")),
    path("", include("spona.web.events.urls")),
    path("", include("spona.web.partnerships.urls")),
    path("", include("spona.web.reports.urls")),
]
