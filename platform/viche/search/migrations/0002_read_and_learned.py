from django.db import migrations, models
from django.utils.timezone import now


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        # What stands there was narrowed by other keys: it is indexed anew by `search.catch_up`.
        migrations.RunSQL("DELETE FROM search_entry", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='entry',
            name='read_at',
            field=models.DateTimeField(default=now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='entry',
            name='learned',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['kind', 'id'], include=['version'], name='search_entry_of_a_kind'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('learned', False)), fields=['id'], name='search_entry_to_learn'),
        ),
    ]
