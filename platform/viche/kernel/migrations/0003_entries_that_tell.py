import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Entries are append-only, so their guard sleeps while those that stand are completed from their events.
COMPLETE = """
    ALTER TABLE kernel_topicentry DISABLE TRIGGER USER;
    UPDATE kernel_topicentry AS entry
    SET kind = event.kind, version = event.version, at = event.at, actor_id = event.actor_id,
        subject_id = event.subject_id, data = event.data::text
    FROM kernel_event AS event WHERE event.id = entry.event_id;
    ALTER TABLE kernel_topicentry ENABLE TRIGGER USER;
"""

FIELDS = {
    "kind": models.CharField(max_length=80),
    "version": models.PositiveSmallIntegerField(),
    "at": models.DateTimeField(),
    "subject_id": models.UUIDField(),
    "data": models.TextField(),
}


def optional(field: models.Field) -> models.Field:
    copy = field.clone()
    copy.null = True
    return copy


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("kernel", "0002_lighter_log"),
    ]

    operations = [
        *(migrations.AddField("topicentry", name, optional(field)) for name, field in FIELDS.items()),
        migrations.AddField(
            "topicentry",
            "actor",
            models.ForeignKey(
                to=settings.AUTH_USER_MODEL,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                db_index=False,
                db_constraint=False,
            ),
        ),
        migrations.RunSQL(COMPLETE, migrations.RunSQL.noop),
        *(migrations.AlterField("topicentry", name, field) for name, field in FIELDS.items()),
    ]
