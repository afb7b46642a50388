from django.db import migrations


def members_to_officers(apps, schema_editor):
    officers = apps.get_model("collaboration", "Officer").objects
    memberships = apps.get_model("collaboration", "Membership").objects
    officers.bulk_create(
        officers.model(
            forum_id=row.forum_id,
            user_id=row.user_id,
            office=row.office,
            began_on=row.began_on,
            ended_on=row.ended_on,
        )
        for row in memberships.exclude(office="")
    )


def officers_to_members(apps, schema_editor):
    memberships = apps.get_model("collaboration", "Membership").objects
    for row in apps.get_model("collaboration", "Officer").objects.exclude(office="section"):
        mine = memberships.filter(forum_id=row.forum_id, user_id=row.user_id, ended_on=None)
        mine.update(office=row.office)


class Migration(migrations.Migration):
    """Offices become terms of their own, then the field of the membership goes."""

    dependencies = [("collaboration", "0005_forums_of_every_kind")]

    operations = [
        migrations.RunPython(members_to_officers, officers_to_members),
        migrations.RemoveField("membership", "office"),
    ]
