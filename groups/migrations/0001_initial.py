import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import viche.kernel.clock
import viche.kernel.ids
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


# Upper and lower case of each letter become the same code point of the private use area, which stand in the order
# of the alphabet; what has no partner (the apostrophes) is removed.
CYRILLIC = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
APOSTROPHES = "'’ʼ`"
LETTERS = CYRILLIC + LATIN
KEYS = "".join(chr(0xE000 + place) for place in range(len(LETTERS)))
FOUND = (LETTERS + LETTERS.upper() + APOSTROPHES).replace("'", "''")
UK_SORT_KEY = f"""
    CREATE FUNCTION uk_sort_key(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT translate(normalize(words, NFC), '{FOUND}', '{KEYS}{KEYS}') $$
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(UK_SORT_KEY, "DROP FUNCTION uk_sort_key(text)"),
        migrations.CreateModel(
            name='GrantDue',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('due_at', models.DateTimeField()),
                ('fired_at', models.DateTimeField(blank=True, null=True)),
                ('container_type', models.CharField(max_length=40)),
                ('container_id', models.UUIDField()),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('fired_at', None)), fields=['due_at', 'id'], name='groups_grantdue_due')],
                'constraints': [models.UniqueConstraint(fields=('container_type', 'container_id', 'due_at'), name='groups_grantdue_once')],
            },
        ),
        migrations.CreateModel(
            name='InitiativeGroup',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name_uk', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, default='', max_length=200)),
                ('name_key', models.GeneratedField(db_persist=True, expression=models.Func(models.F('name_uk'), function='uk_sort_key', output_field=models.TextField()), output_field=models.TextField(db_collation='C'))),
                ('purpose_uk', models.TextField()),
                ('purpose_en', models.TextField(blank=True, default='')),
                ('mandate_document', models.CharField(blank=True, default='', max_length=300)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('active', 'Active'), ('suspended', 'Suspended'), ('dissolved', 'Dissolved')], default='proposed', max_length=16)),
                ('visibility', models.CharField(choices=[('hidden', 'Hidden'), ('listed', 'Listed'), ('public', 'Public page')], default='listed', max_length=16)),
                ('cadence_uk', models.CharField(blank=True, default='', max_length=200)),
                ('cadence_en', models.CharField(blank=True, default='', max_length=200)),
                ('quorum', models.PositiveSmallIntegerField(default=1)),
                ('time_zone', models.CharField(default='Europe/Kyiv', max_length=64)),
                ('founded_on', models.DateField()),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subgroups', to='groups.initiativegroup')),
            ],
            options={
                'permissions': [('read_initiativegroup', 'Read the group'), ('speak_initiativegroup', 'Speak in the group'), ('record_initiativegroup', "Keep the group's records"), ('facilitate_initiativegroup', 'Lead the group')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='GroupStateChange',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('before', models.CharField(choices=[('proposed', 'Proposed'), ('active', 'Active'), ('suspended', 'Suspended'), ('dissolved', 'Dissolved')], max_length=16)),
                ('after', models.CharField(choices=[('proposed', 'Proposed'), ('active', 'Active'), ('suspended', 'Suspended'), ('dissolved', 'Dissolved')], max_length=16)),
                ('reason', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField(default=viche.kernel.clock.now)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='state_changes', to='groups.initiativegroup')),
            ],
        ),
        migrations.CreateModel(
            name='InitiativeGroupUserPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_until', models.DateTimeField(blank=True, null=True)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='groups.initiativegroup')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('position_uk', models.CharField(max_length=200)),
                ('position_en', models.CharField(blank=True, default='', max_length=200)),
                ('document', models.CharField(max_length=300)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.TextField(blank=True, default='')),
                ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Deputyship',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputyships', to=settings.AUTH_USER_MODEL)),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputyships', to='groups.mandate')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('role', models.CharField(choices=[('facilitator', 'Facilitator'), ('secretary', 'Secretary'), ('member', 'Member'), ('observer', 'Observer')], max_length=16)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.TextField(blank=True, default='')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='groups.initiativegroup')),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='groups.mandate')),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name_uk', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, default='', max_length=200)),
                ('name_key', models.GeneratedField(db_persist=True, expression=models.Func(models.F('name_uk'), function='uk_sort_key', output_field=models.TextField()), output_field=models.TextField(db_collation='C'))),
                ('short_name_uk', models.CharField(max_length=80)),
                ('short_name_en', models.CharField(blank=True, default='', max_length=80)),
                ('on_behalf_uk', models.CharField(max_length=200)),
                ('on_behalf_en', models.CharField(blank=True, default='', max_length=200)),
                ('sector', models.CharField(choices=[('police', 'Police'), ('emergency', 'State Emergency Service'), ('local_government', 'Local government'), ('education', 'Education'), ('business', 'Business'), ('civil_society', 'Civil society'), ('health', 'Health care'), ('international', 'International'), ('other', 'Other')], max_length=20)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('verified_document', models.CharField(blank=True, default='', max_length=300)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='groups.organisation')),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='mandate',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='groups.organisation'),
        ),
        migrations.CreateModel(
            name='RequiredSeat',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sector', models.CharField(choices=[('police', 'Police'), ('emergency', 'State Emergency Service'), ('local_government', 'Local government'), ('education', 'Education'), ('business', 'Business'), ('civil_society', 'Civil society'), ('health', 'Health care'), ('international', 'International'), ('other', 'Other')], max_length=20)),
                ('count', models.PositiveSmallIntegerField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='required_seats', to='groups.initiativegroup')),
            ],
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('code', models.CharField(db_collation='C', max_length=19, unique=True, validators=[django.core.validators.RegexValidator('^UA[0-9]{17}$')])),
                ('level', models.CharField(choices=[('country', 'Country'), ('oblast', 'Oblast'), ('raion', 'Raion'), ('hromada', 'Hromada'), ('settlement', 'Settlement')], max_length=16)),
                ('name_uk', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, default='', max_length=200)),
                ('name_key', models.GeneratedField(db_persist=True, expression=models.Func(models.F('name_uk'), function='uk_sort_key', output_field=models.TextField()), output_field=models.TextField(db_collation='C'))),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='groups.territory')),
            ],
        ),
        migrations.AddField(
            model_name='organisation',
            name='territories',
            field=models.ManyToManyField(blank=True, related_name='organisations', to='groups.territory'),
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('coordinator', 'Coordinator'), ('data_protection_officer', 'Data protection officer')], max_length=32)),
                ('document', models.CharField(max_length=300)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.territory')),
            ],
        ),
        migrations.AddField(
            model_name='initiativegroup',
            name='territory',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiative_groups', to='groups.territory'),
        ),
        migrations.CreateModel(
            name='TerritoryPopulation',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2200)])),
                ('count', models.PositiveIntegerField()),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='populations', to='groups.territory')),
            ],
        ),
        migrations.CreateModel(
            name='GuestShare',
            fields=[
                ('id', models.UUIDField(default=viche.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('container_type', models.CharField(max_length=40)),
                ('container_id', models.UUIDField()),
                ('access', models.CharField(choices=[('read', 'Read'), ('speak', 'Read and speak'), ('work', 'Read and work')], max_length=8)),
                ('since', models.DateTimeField(default=viche.kernel.clock.now)),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField()),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guest_shares', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['container_type', 'container_id'], name='groups_share_container')],
                'constraints': [models.CheckConstraint(condition=models.Q(('access__in', ['read', 'speak', 'work'])), name='groups_share_access'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='groups_share_term')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guestshare',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8a1c951defb476b317d890a5b2f1029b486bc428', operation='DELETE', pgid='pgtrigger_keep_744ca', table='groups_guestshare', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='groupstatechange',
            index=models.Index(fields=['group', 'at'], name='groups_state_change_order'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupstatechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3c3ae0e52b5d3954841615ed247a73f35e5d5f15', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8ed58', table='groups_groupstatechange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='initiativegroupuserpermission',
            constraint=models.UniqueConstraint(fields=('user', 'permission', 'content_object'), include=('valid_until',), name='groups_initiativegroupuserpermission_once'),
        ),
        migrations.AddConstraint(
            model_name='deputyship',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='groups_deputyship_term'),
        ),
        migrations.AddConstraint(
            model_name='deputyship',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_at', None)), expressions=[('mandate', '='), ('deputy', '='), (models.Func(models.F('starts_at'), models.F('ends_at'), function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='groups_deputyship_one_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deputyship',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9d816cc4ec8999745060158f87c10a4f78a58b49', operation='DELETE', pgid='pgtrigger_keep_92905', table='groups_deputyship', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['facilitator', 'secretary', 'member', 'observer'])), name='groups_membership_role'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='groups_membership_term'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('group', '='), ('mandate', '='), (models.Func(models.F('since'), models.F('until'), function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='groups_membership_one_seat_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4df00eff45cf1c887543bce564fc2feb56465643', operation='DELETE', pgid='pgtrigger_keep_d8bce', table='groups_membership', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='groups_mandate_days'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('deputy', models.F('person')), _negated=True), name='groups_mandate_deputy_is_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='11cc216a023699b8671d568790795a4eeb643a9a', operation='DELETE', pgid='pgtrigger_keep_a6abf', table='groups_mandate', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='requiredseat',
            constraint=models.UniqueConstraint(fields=('group', 'sector'), name='groups_seat_once_a_sector'),
        ),
        migrations.AddConstraint(
            model_name='requiredseat',
            constraint=models.CheckConstraint(condition=models.Q(('sector__in', ['police', 'emergency', 'local_government', 'education', 'business', 'civil_society', 'health', 'international', 'other'])), name='groups_seat_sector'),
        ),
        migrations.AddConstraint(
            model_name='requiredseat',
            constraint=models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='groups_seat_count'),
        ),
        migrations.AddIndex(
            model_name='territory',
            index=models.Index(fields=['name_key', 'id'], name='groups_territory_order'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^UA[0-9]{17}$')), name='groups_territory_code'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['country', 'oblast', 'raion', 'hromada', 'settlement'])), name='groups_territory_level'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='groups_territory_not_own_parent'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'country'), ('parent', None)), models.Q(models.Q(('level', 'country'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='groups_territory_one_tree'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='groups_territory_place'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['name_key', 'id'], name='groups_organisation_order'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('sector__in', ['police', 'emergency', 'local_government', 'education', 'business', 'civil_society', 'health', 'international', 'other'])), name='groups_organisation_sector'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='groups_organisation_not_own_parent'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verified_at', None), ('verified_by', None), ('verified_document', '')), models.Q(('verified_at__isnull', False), models.Q(('verified_document', ''), _negated=True)), _connector='OR'), name='groups_organisation_verified_on_a_document'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['coordinator', 'data_protection_officer'])), name='groups_office_kind'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='groups_office_term'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('kind', '='), ('territory', '='), (models.Func(models.F('starts_at'), models.F('ends_at'), function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='groups_office_one_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fae8e23d2f9780043b73624415f858a7db6bbfc2', operation='DELETE', pgid='pgtrigger_keep_b08c0', table='groups_office', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='initiativegroup',
            index=models.Index(fields=['name_key', 'id'], name='groups_group_order'),
        ),
        migrations.AddConstraint(
            model_name='initiativegroup',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'active', 'suspended', 'dissolved'])), name='groups_group_state'),
        ),
        migrations.AddConstraint(
            model_name='initiativegroup',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ['hidden', 'listed', 'public'])), name='groups_group_visibility'),
        ),
        migrations.AddConstraint(
            model_name='initiativegroup',
            constraint=models.CheckConstraint(condition=models.Q(('quorum__gte', 1)), name='groups_group_quorum'),
        ),
        migrations.AddConstraint(
            model_name='initiativegroup',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='groups_group_not_own_parent'),
        ),
        migrations.AddConstraint(
            model_name='territorypopulation',
            constraint=models.UniqueConstraint(fields=('territory', 'year'), name='groups_population_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='territorypopulation',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1900, 2200))), name='groups_population_year'),
        ),
    ]
