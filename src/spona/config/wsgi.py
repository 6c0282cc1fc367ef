"""The door granian uses. `spona serve` sets everything up before it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spona.config.settings.dev")

application = get_wsgi_application()
