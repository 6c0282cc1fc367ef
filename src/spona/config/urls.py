"""All addresses. Pages stand in `spona.web`; logging in, passwords and passkeys are allauth's."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("spona.web.urls")),
]

handler400 = "spona.web.kernel.failures.unreadable"
handler403 = "spona.web.kernel.failures.refused"
handler404 = "spona.web.kernel.failures.not_found"
handler500 = "spona.web.kernel.failures.server_error"
