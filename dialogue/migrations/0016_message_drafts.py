import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import viche.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogue', '0015_moderation'),
        ('groups', '0019_whole_places'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageDraft',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('body', models.TextField()),
                ('quote_text', models.TextField(blank=True, default='')),
                ('quote_version', models.PositiveIntegerField(blank=True, null=True)),
                ('on_behalf', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField()),
                ('updated_at', models.DateTimeField()),
                ('mandate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='groups.mandate')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reply_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='dialogue.message')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='dialogue.thread')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'thread'), name='dialogue_draft_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('body'), 20000), name='dialogue_draft_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('quote_text'), 2000), name='dialogue_draft_quote_length'), models.CheckConstraint(condition=models.Q(('quote_text', ''), ('quote_version__isnull', False), _connector='OR'), name='dialogue_draft_quotes')],
            },
        ),
    ]
