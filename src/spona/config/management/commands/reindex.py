"""`spona reindex`: what the search box finds, written anew."""

from typing import Any

from django.core.management.base import BaseCommand

from spona.kernel.actions import in_network, reindex
from spona.kernel.models import Actor, Network


class Command(BaseCommand):
    help = "Write the search anew, network by network: after an upgrade, or when something can't be found."

    def handle(self, **options: Any) -> None:  # noqa: ARG002  Django hands them over
        """Side effects: replaces the search's rows; nothing else changes. May run while the server does."""
        for network in Network.objects.order_by("slug"):
            with in_network(network.pk):
                count = reindex(by=Actor.of_system("reindex", network.pk))
            self.stdout.write(f"{network.slug}: {count} can be found.")
