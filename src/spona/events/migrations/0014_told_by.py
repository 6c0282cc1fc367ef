"""How a party wants to be told of its day; who has no mail, or prefers it, is called."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0013_other_names")]

    operations = [
        migrations.AddField(
            model_name="party",
            name="contact_phone",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="party",
            name="told_by",
            field=models.CharField(
                choices=[("mail", "by mail"), ("phone", "by phone"), ("page", "not at all: we look at our page")],
                default="mail",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="told_of",
            field=models.UUIDField(blank=True, help_text="the timetable it was told of by phone", null=True),
        ),
    ]
