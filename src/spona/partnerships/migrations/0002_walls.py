"""Agreements, the ledger and introductions are seen in their network only."""

from django.db import migrations

from spona.kernel.models.row_security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial"), ("kernel", "0002_walls")]

    operations = [
        RowSecurity(
            [
                "partnerships_agreement",
                "partnerships_agreementparty",
                "partnerships_confirmation",
                "partnerships_contactcheck",
                "partnerships_contribution",
                "partnerships_deskterms",
                "partnerships_evidence",
                "partnerships_introducedparty",
                "partnerships_introduction",
                "partnerships_milestone",
                "partnerships_statechange",
            ]
        ),
    ]
