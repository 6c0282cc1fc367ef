"""A public server: everything that differs comes from the environment, and a missing value stops the start.

SPONA_SECRET_KEY, SPONA_HOSTS (comma separated host names), DATABASE_URL, SPONA_SMTP_HOST,
SPONA_SMTP_PORT, SPONA_SMTP_USER, SPONA_SMTP_PASSWORD. A reverse proxy ends TLS, sets X-Forwarded-Proto and adds the
visitor to X-Forwarded-For; SPONA_PROXIES says how many proxies do so, one after another (1).
"""

import os

from django.core.exceptions import ImproperlyConfigured

from spona.config.settings.base import *  # noqa: F403  settings build on one another
from spona.config.settings.base import VAR_DIR


def _required(name: str) -> str:
    """The value of an environment variable this server can't run without."""
    value = os.environ.get(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: a public server needs it (see docs/operate/install.md).")
    return value


SECRET_KEY = _required("SPONA_SECRET_KEY")
ALLOWED_HOSTS = _required("SPONA_HOSTS").split(",")
_required("DATABASE_URL")

CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SPONA_PROXIES = int(os.environ.get("SPONA_PROXIES", "1"))
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _required("SPONA_SMTP_HOST")
EMAIL_PORT = int(os.environ.get("SPONA_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("SPONA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SPONA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = True
