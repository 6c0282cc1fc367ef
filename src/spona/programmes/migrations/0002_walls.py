"""No network looks into another's programmes: the database itself refuses."""

from django.db import migrations

from spona.kernel.models.row_security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("kernel", "0002_walls")]

    operations = [
        RowSecurity(
            [
                "programmes_funding",
                "programmes_phase",
                "programmes_programme",
                "programmes_programmepartner",
                "programmes_targetgroup",
            ]
        ),
    ]
