from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0023_letters_lost")]

    operations = [
        migrations.AddField(
            model_name="outsidebody",
            name="letters_let_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="outsidebody",
            name="declined_mark",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
    ]
