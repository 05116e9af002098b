from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_must_read_topic")]

    operations = [
        migrations.AddField(
            model_name="preferencesheet",
            name="address_confirmed_at",
            field=models.DateTimeField(null=True),
        ),
    ]
