from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    """The table in which all processes count sign-in attempts together."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS portal_cache")


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
