"""The door granian uses. `spona serve` sets everything up before it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spona.config.settings.dev")

application = get_wsgi_application()

from spona.config.warming import warm_up  # noqa: E402  models exist only now

warm_up()
