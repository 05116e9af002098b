from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_letters_lost'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='shows_presence',
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
