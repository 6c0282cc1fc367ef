"""Settings of the test run; `tests/conftest.py` puts in the address of its scratch server before the first query."""

import tempfile
from pathlib import Path

from spona.config.settings.base import *  # noqa: F403  settings build on one another

SECRET_KEY = "only-for-tests"  # noqa: S105 -- signs nothing that outlives the run
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "spona-test-files"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # weak and fast: throw-away passwords only
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = {}
