"""`spona found`: a real network in an empty installation, and the link by which its first manager comes in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from spona.kernel.actions import found_network
from spona.kernel.models import Problem, Problems


class Command(BaseCommand):
    help = "Found a network and print the link for its first manager. Run `spona migrate` first, or `spona serve` once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="the network's name in its own language")
        parser.add_argument("--manager", required=True, metavar="EMAIL", help="who runs it first")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", default="en", choices=languages, help="its language (default: en)")
        parser.add_argument("--country", default="", help="two letters, such as RS")
        parser.add_argument("--slug", default="", help="its short name; made from the name when left out")
        parser.add_argument("--mail-from", default="", help="what its mails are sent from (default: the manager)")
        parser.add_argument("--host", default="", help="its host name; needed from the second network on")

    def handle(self, **options: Any) -> None:
        """Side effects: writes the network, an invitation and its link. Refuses beside the demo network."""
        given = {key: options[key] for key in ("name", "manager", "language", "country", "slug", "mail_from", "host")}
        try:
            with translation.override("en"):
                network, token = found_network(**given)
        except (Problem, Problems) as problem:
            raise CommandError(str(problem)) from problem
        base = f"https://{options['host']}" if options["host"] else settings.SPONA_BASE_URL
        self.stdout.write(f"{network} is founded. Open this link within two weeks, it works once:")
        self.stdout.write(f"{base.rstrip('/')}{reverse('web:kernel:invitation', args=[token])}")
