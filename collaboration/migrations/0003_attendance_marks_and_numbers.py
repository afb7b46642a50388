"""One choice of contribution becomes four marks; everybody on a list gets a number."""

from itertools import groupby

from django.db import migrations, models
from django.db.models import F, Q

GAVE = ("hosted", "presented", "asked", "shared")


def spread(apps, schema_editor):
    rows = apps.get_model("collaboration", "Attendance").objects
    for name in GAVE:
        rows.filter(contribution=name).update(**{name: True})
    ordered = rows.order_by("activity_id", "school__name", "user__name", "guest", "pk")
    for _activity, people in groupby(ordered.iterator(), key=lambda row: row.activity_id):
        listed = list(people)
        for number, row in enumerate(listed, 1):
            row.number = number
        rows.bulk_update(listed, ["number"])


def gather(apps, schema_editor):
    """Of several marks the first one in the order of the old list is kept."""
    rows = apps.get_model("collaboration", "Attendance").objects
    for name in reversed(GAVE):
        rows.filter(**{name: True}).update(contribution=name)


def mark(name, word):
    return migrations.AddField("attendance", name, models.BooleanField(word, default=False))


class Migration(migrations.Migration):
    dependencies = [("collaboration", "0002_initial")]

    operations = [
        migrations.RemoveConstraint("attendance", "only_who_came_contributed"),
        mark("hosted", "Hosted"),
        mark("presented", "Presented"),
        mark("asked", "Asked"),
        mark("shared", "Shared something"),
        migrations.AddField(
            "attendance",
            "number",
            models.PositiveSmallIntegerField("number on the list", blank=True, null=True),
        ),
        migrations.RunPython(spread, gather),
        migrations.RemoveField("attendance", "contribution"),
        migrations.AddConstraint(
            "attendance",
            models.UniqueConstraint(F("activity"), F("number"), name="number_once_an_activity"),
        ),
        migrations.AddConstraint(
            "attendance",
            models.CheckConstraint(
                condition=Q(came=True) | Q(hosted=False, presented=False, asked=False, shared=False),
                name="only_who_came_contributed",
            ),
        ),
    ]
