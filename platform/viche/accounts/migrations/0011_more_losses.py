from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_shows_presence")]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="lost",
            field=models.CharField(
                blank=True,
                choices=[
                    ("refused", "Refused"),
                    ("given_up", "Given Up"),
                    ("bounced", "Bounced"),
                    ("returned", "Returned"),
                    ("stopped", "Stopped"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
    ]
