"""Organisations are found by words in their names."""

from django.db import migrations

from spona.kernel.models.word_search import WordSearch


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_walls"), ("kernel", "0005_word_search")]

    operations = [WordSearch("parties_organisation", "search_key")]
