"""All addresses. Pages stand in `spona.web`; logging in, passwords and passkeys are allauth's."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("spona.web.urls")),
]
