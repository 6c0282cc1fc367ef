"""Runs and demands are seen in their network only."""

from django.db import migrations

from spona.kernel.models.row_security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("kernel", "0002_walls")]

    operations = [RowSecurity(["matching_matchrun", "matching_demand"])]
