from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="network",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
