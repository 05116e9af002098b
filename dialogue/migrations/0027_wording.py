from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogue', '0026_merges'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='wording',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        # What the index holds of threads was counted by their version.
        migrations.RunSQL("UPDATE dialogue_thread SET wording = version", migrations.RunSQL.noop),
    ]
