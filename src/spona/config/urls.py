"""All addresses. Pages stand in `spona.web`; login, passwords and passkeys are allauth's."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("spona.web.urls")),
]
