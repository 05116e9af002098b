from django.db import migrations, models


class Migration(migrations.Migration):
    """When an account was let in again: its person confirms nothing that was requested before."""

    dependencies = [("accounts", "0005_lapsed_approvals")]

    operations = [
        migrations.AddField("user", "reactivated_at", models.DateTimeField(blank=True, null=True)),
    ]
