from django.db import migrations


class Migration(migrations.Migration):
    """Stored answers are sealed, their headers with them; those of before go, and their keys stay."""

    dependencies = [("kernel", "0003_stored_answers")]

    operations = [
        migrations.RunSQL("UPDATE kernel_idempotencykey SET body = ''", migrations.RunSQL.noop),
        migrations.RemoveField("idempotencykey", "headers"),
    ]
