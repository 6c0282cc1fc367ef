"""The search box finds a few documents among many by the index, behind row security."""

from django.db import migrations

from spona.kernel.models.word_search import WordSearch


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_pace")]

    operations = [WordSearch("kernel_searchdocument", "folded", near=True)]
