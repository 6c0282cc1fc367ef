from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0005_day_walls")]

    operations = [
        migrations.AddField(
            model_name="fair",
            name="confirm_days",
            field=models.PositiveSmallIntegerField(
                default=7, help_text="a public registration nobody confirms gives its place back after so long"
            ),
        ),
        migrations.AddField(
            model_name="party", name="confirm_by", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AlterField(
            model_name="party",
            name="state",
            field=models.CharField(
                choices=[
                    ("invited", "invited"),
                    ("confirmed", "coming"),
                    ("declined", "not coming"),
                    ("withdrawn", "withdrew"),
                    ("expired", "did not confirm"),
                    ("no_show", "did not come"),
                ],
                default="invited",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(("confirm_by", None), _negated=True),
                fields=["confirm_by"],
                name="party_to_confirm",
            ),
        ),
    ]
