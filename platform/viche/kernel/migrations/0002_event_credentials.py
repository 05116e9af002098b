from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='session_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='token_id',
            field=models.UUIDField(null=True),
        ),
    ]
