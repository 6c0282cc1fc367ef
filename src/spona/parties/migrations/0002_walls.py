"""No network looks into another's organisations and people: the database itself refuses. Places are facts and shared."""

from django.db import migrations

from spona.kernel.models.row_security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("kernel", "0002_walls")]

    operations = [
        RowSecurity(
            [
                "parties_affiliation",
                "parties_keptapart",
                "parties_membership",
                "parties_merge",
                "parties_organisation",
                "parties_organisationname",
                "parties_organisationtopic",
                "parties_person",
                "parties_registernumber",
                "parties_topic",
            ]
        ),
    ]
