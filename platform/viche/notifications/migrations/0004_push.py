import django.db.models.deletion
import viche.kernel.clock
import viche.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0003_mails'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sign_in', models.UUIDField(unique=True)),
                ('endpoint', models.CharField(max_length=1000, unique=True)),
                ('public', models.CharField(max_length=87)),
                ('secret', models.CharField(max_length=22)),
                ('server_key', models.CharField(max_length=87)),
                ('created_at', models.DateTimeField(default=viche.kernel.clock.now)),
                ('pushed_at', models.DateTimeField(blank=True, null=True)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'id'], name='notifications_push_theirs')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='notifications_delivery_channel',
        ),
        migrations.RemoveConstraint(
            model_name='preference',
            name='notifications_preference_channel',
        ),
        migrations.AlterField(
            model_name='delivery',
            name='channel',
            field=models.CharField(choices=[('inbox', 'Inbox'), ('email', 'E-mail'), ('push', 'Notifications on devices')], max_length=16),
        ),
        migrations.AlterField(
            model_name='preference',
            name='channel',
            field=models.CharField(choices=[('inbox', 'Inbox'), ('email', 'E-mail'), ('push', 'Notifications on devices')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['inbox', 'email', 'push'])), name='notifications_delivery_channel'),
        ),
        migrations.AddConstraint(
            model_name='preference',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['inbox', 'email', 'push']), models.Q(('channel', 'inbox'), _negated=True)), name='notifications_preference_channel'),
        ),
        migrations.AddConstraint(
            model_name='preference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'push'), _negated=True), ('mode__in', ('off', 'at_once')), _connector='OR'), name='notifications_preference_push'),
        ),
    ]
