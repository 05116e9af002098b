"""When a mandate was given, beside the day on which its document begins: read from the log of events."""

from django.db import migrations, models

FROM_THE_LOG = """
    UPDATE groups_mandate AS mandate SET recorded_at = event.at
    FROM kernel_event AS event
    WHERE event.subject_type = 'mandate' AND event.subject_id = mandate.id AND event.actor_id IS NOT NULL
      AND event.kind IN ('groups.mandate_appointed', 'groups.mandate_taken_over')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0013_one_place_each"),
        ("kernel", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="mandate",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(FROM_THE_LOG, migrations.RunSQL.noop),
    ]
