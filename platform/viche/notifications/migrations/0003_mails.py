import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import viche.kernel.clock
import viche.kernel.ids
import viche.notifications.models
from django.conf import settings
from django.db import migrations, models

# A delivery goes to the person of its notification.
TO_THEIR_PEOPLE = """
    UPDATE notifications_delivery AS delivery SET person_id = told.person_id
    FROM notifications_notification AS told WHERE told.id = delivery.notification_id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
# Processes of the former release, which run until the new one is up, name no person.
FILLED_IN = """
    CREATE FUNCTION notifications_person_of_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        SELECT person_id INTO NEW.person_id FROM notifications_notification WHERE id = NEW.notification_id;
        RETURN NEW;
    END $$;
    CREATE TRIGGER notifications_person_of_delivery BEFORE INSERT ON notifications_delivery
    FOR EACH ROW WHEN (NEW.person_id IS NULL) EXECUTE FUNCTION notifications_person_of_delivery();
"""
NOT_FILLED_IN = """
    DROP TRIGGER notifications_person_of_delivery ON notifications_delivery;
    DROP FUNCTION notifications_person_of_delivery();
"""
STATES = [('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed'), ('dropped', 'Dropped')]
KINDS = [('urgent', 'Urgent'), ('prompt', 'Prompt'), ('bundle', 'Bundle'), ('daily', 'Daily digest'), ('weekly', 'Weekly digest')]
MODES = [('off', 'Never'), ('at_once', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week')]


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_preferences'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=KINDS, max_length=16)),
                ('created_at', models.DateTimeField(default=viche.kernel.clock.now)),
                ('state', models.CharField(choices=STATES, default='waiting', max_length=16)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(default=viche.kernel.clock.now, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, default='', max_length=200)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at', 'id'], name='notifications_mail_due')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['urgent', 'prompt', 'bundle', 'daily', 'weekly'])), name='notifications_mail_kind'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sent', 'failed', 'dropped'])), name='notifications_mail_state'),
                    models.CheckConstraint(condition=models.Q(models.Q(('next_try_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('next_try_at', None)), _connector='OR'), name='notifications_mail_waits_for_a_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='notifications_mail_sent_at'),
                ],
            },
        ),
        migrations.CreateModel(
            name='UndeliverableAddress',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('address', models.EmailField(max_length=254)),
                ('code', models.PositiveSmallIntegerField()),
                ('since', models.DateTimeField(default=viche.kernel.clock.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={'abstract': False},
        ),
        migrations.AddField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=KINDS, db_default='prompt', default='prompt', max_length=16),
        ),
        migrations.AddField(
            model_name='delivery',
            name='mail',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notifications.mail'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='person',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(TO_THEIR_PEOPLE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='delivery',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(FILLED_IN, NOT_FILLED_IN),
        migrations.RemoveConstraint(model_name='delivery', name='notifications_delivery_waits_for_a_time'),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mail', None), ('next_try_at__isnull', False), ('state', 'waiting')), models.Q(('mail__isnull', False), ('next_try_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('next_try_at', None)), _connector='OR'), name='notifications_delivery_waits_for_a_time'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['person', 'kind', 'next_try_at', 'id'], name='notifications_delivery_theirs'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['person', '-id'], name='notifications_delivery_log'),
        ),
        migrations.RemoveConstraint(model_name='preference', name='notifications_preference_mode'),
        migrations.AlterField(
            model_name='preference',
            name='mode',
            field=models.CharField(choices=MODES, max_length=16),
        ),
        migrations.AddConstraint(
            model_name='preference',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['off', 'at_once', 'daily', 'weekly'])), name='notifications_preference_mode'),
        ),
        migrations.AddField(model_name='preferencesheet', name='quiet_from', field=models.TimeField(null=True)),
        migrations.AddField(model_name='preferencesheet', name='quiet_until', field=models.TimeField(null=True)),
        migrations.AddField(
            model_name='preferencesheet',
            name='working_days',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), db_default=[1, 2, 3, 4, 5, 6, 7], default=viche.notifications.models.every_day, size=None),
        ),
        migrations.AddField(model_name='preferencesheet', name='holidays_off', field=models.BooleanField(db_default=False, default=False)),
        migrations.AddField(model_name='preferencesheet', name='digest_at', field=models.TimeField(db_default=datetime.time(8, 0), default=datetime.time(8, 0))),
        migrations.AddConstraint(
            model_name='preferencesheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False), models.Q(('quiet_from', models.F('quiet_until')), _negated=True)), _connector='OR'), name='notifications_preferencesheet_quiet'),
        ),
        migrations.AddConstraint(
            model_name='preferencesheet',
            constraint=models.CheckConstraint(condition=models.Q(('working_days__contained_by', [1, 2, 3, 4, 5, 6, 7]), models.Q(('working_days', []), _negated=True)), name='notifications_preferencesheet_working_days'),
        ),
    ]
