import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0018_links_of_reminders'),
    ]

    operations = [
        migrations.AddField(
            model_name='actionitem',
            name='former_coowners',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=[], default=list, size=None),
        ),
        migrations.AddConstraint(
            model_name='actionitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verifier_organisation', None), models.Q(('former_coowners__contains', [models.F('verifier_organisation')]), _negated=True), _connector='OR'), models.Q(('verified_for', None), models.Q(('former_coowners__contains', [models.F('verified_for')]), _negated=True), _connector='OR')), name='tasks_action_former_coowners'),
        ),
    ]
