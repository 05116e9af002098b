from django.db import migrations, models


class Migration(migrations.Migration):
    """Whose a stored answer is, and how well they saw then what it is about."""

    dependencies = [("kernel", "0002_event_credentials")]

    operations = [
        migrations.AddField("idempotencykey", "person_id", models.UUIDField(null=True)),
        migrations.AddField("idempotencykey", "level", models.PositiveSmallIntegerField(default=0)),
        migrations.AddIndex(
            "idempotencykey", models.Index(fields=["person_id"], name="kernel_idempotency_person")
        ),
    ]
