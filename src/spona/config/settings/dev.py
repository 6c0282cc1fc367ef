"""A machine of one's own: `make run`. SPONA_DEBUG=1 adds Django's debug pages and reloads templates."""

import os

from spona.config.secret import secret_key
from spona.config.settings.base import *  # noqa: F403  settings build on one another
from spona.config.settings.base import TEMPLATES, VAR_DIR

DEBUG = os.environ.get("SPONA_DEBUG") == "1"
SECRET_KEY = secret_key(VAR_DIR)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("SPONA_HOSTS", "").split(","))]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # nothing leaves a machine that is tried out
EMAIL_FILE_PATH = VAR_DIR / "mail"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

if DEBUG:
    _partials, (_cached,) = TEMPLATES[0]["OPTIONS"]["loaders"][0]  # type: ignore[index]  # as base has it
    TEMPLATES[0]["OPTIONS"]["loaders"] = [(_partials, _cached[1])]  # type: ignore[index]  # as base has it
