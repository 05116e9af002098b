from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogue', '0024_splits'),
    ]

    operations = [
        migrations.AddField(
            model_name='threadmove',
            name='title_en',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='threadmove',
            name='title_uk',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
    ]
