import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import educities.kit.multilingual
import educities.tenancy.constraints
import educities.tenancy.models
import rules.contrib.models
from django.conf import settings
from django.db import migrations, models

from educities.kit.operations import apply_together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_initial'),
        ('meetings', '0001_initial'),
        ('programs', '0001_initial'),
        ('stakeholders', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = apply_together([
        migrations.CreateModel(
            name='Lab',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', educities.kit.multilingual.WordsField(default=dict, verbose_name='name')),
                ('question', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='question')),
                ('first_session_on', models.DateField(blank=True, null=True, verbose_name='first session')),
                ('launched_at', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('gathering', 'gathering'), ('launched', 'launched'), ('dormant', 'dormant'), ('closed', 'closed')], default='draft', max_length=10, verbose_name='state')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('host', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hosted_labs', to='stakeholders.organisation', verbose_name='host')),
            ],
            options={
                'verbose_name': 'lab',
                'ordering': ('-id',),
                'constraints': [
                    educities.tenancy.constraints.CityIsolation(name='labs_lab_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('host',), name='labs_lab_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('name', educities.kit.multilingual.WordsField(default=dict, verbose_name='name')),
                ('stage', models.SmallIntegerField(choices=[(1, 'Getting to know each other'), (2, 'Shared learning expeditions'), (3, 'Designing the city’s model'), (4, 'Connected implementation')], default=1, editable=False, verbose_name='stage')),
                ('capacity', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='places')),
                ('places_taken', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('recruiting', 'recruiting'), ('running', 'running'), ('suspended', 'suspended'), ('completed', 'completed'), ('cancelled', 'cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('group', educities.tenancy.models.CityOneToOne(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='cohort', to='meetings.group')),
                ('program_year', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='programs.programyear')),
                ('lab', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='labs.lab')),
            ],
            options={
                'verbose_name': 'cohort',
                'ordering': ('stage', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'lab', 'number'), name='labs_cohort_number', violation_error_code='number', violation_error_message='The lab has a cohort of this number already.'),
                    models.CheckConstraint(condition=models.Q(('stage__range', (1, 4))), name='labs_cohort_stage', violation_error_code='stage', violation_error_message='Choose one of the four stages.'),
                    models.CheckConstraint(condition=models.Q(('places_taken__lte', models.F('capacity'))), name='labs_cohort_capacity', violation_error_code='capacity', violation_error_message='There cannot be fewer places than people.'),
                    models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='labs_cohort_dates', violation_error_code='ends_on', violation_error_message='The last day cannot be before the first.'),
                    educities.tenancy.constraints.CityIsolation(name='labs_cohort_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('lab', 'group', 'program_year'), name='labs_cohort_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='LabSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sector', models.SmallIntegerField(blank=True, choices=[(1, 'public'), (2, 'business'), (3, 'non-profit'), (4, 'social business')], null=True, verbose_name='sector')),
                ('role', models.CharField(choices=[('representative', 'representative'), ('facilitator', 'facilitator')], default='representative', max_length=14, verbose_name='role')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('lab', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='labs.lab')),
                ('organisation', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lab_seats', to='stakeholders.organisation')),
                ('profile', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='lab_seats', to='stakeholders.profile')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'lab', 'profile', 'role'), name='labs_seat_once', violation_error_code='profile', violation_error_message='This person has this seat already.'),
                    models.CheckConstraint(condition=models.Q(('sector', None), ('sector__range', (1, 4)), _connector='OR'), name='labs_seat_sector', violation_error_code='sector', violation_error_message='Choose one of the four sectors.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('role', 'representative'), _negated=True), models.Q(('organisation__isnull', False), ('sector__isnull', False)), _connector='OR'), name='labs_seat_for_organisation', violation_error_code='organisation', violation_error_message='Say for which organisation the person speaks.'),
                    educities.tenancy.constraints.CityIsolation(name='labs_labseat_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('lab', 'profile', 'organisation'), name='labs_labseat_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule_code', models.CharField(max_length=4)),
                ('requested_at', models.DateTimeField(auto_now_add=True)),
                ('reason', models.TextField(verbose_name='reason')),
                ('remedy', models.TextField(verbose_name='how the gap will be filled')),
                ('wanted_until', models.DateField(verbose_name='until')),
                ('granted_at', models.DateTimeField(null=True)),
                ('expires_on', models.DateField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('requested', 'asked'), ('granted', 'granted'), ('refused', 'refused'), ('expired', 'expired'), ('resolved', 'resolved')], default='requested', max_length=10)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('cohort', educities.tenancy.models.CityFK(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='labs.cohort')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lab', educities.tenancy.models.CityFK(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='labs.lab')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'override',
                'ordering': ('-id',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('granted_by', models.F('requested_by')), _negated=True), name='labs_override_by_another', violation_error_code='granted_by', violation_error_message='Somebody other than the person who asked has to answer.'),
                    models.CheckConstraint(condition=models.Q(('reason__length__gte', 20)), name='labs_override_reason', violation_error_code='reason', violation_error_message='Give a reason of at least 20 characters.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('cohort__isnull', False), ('lab', None)), models.Q(('cohort', None), ('lab__isnull', False)), _connector='OR'), name='labs_override_of_one', violation_error_code='cohort', violation_error_message='An override is for a lab or for a cohort, not for both.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'granted'), _negated=True), models.Q(('expires_on__isnull', False), ('granted_by__isnull', False)), _connector='OR'), name='labs_override_granted', violation_error_code='expires_on', violation_error_message='Say until which day the override holds.'),
                    models.UniqueConstraint(condition=models.Q(('state__in', ['requested', 'granted'])), fields=('city', 'cohort', 'lab', 'rule_code'), name='labs_override_live', nulls_distinct=False, violation_error_code='rule_code', violation_error_message='An override for this line has been asked already.'),
                    educities.tenancy.constraints.CityIsolation(name='labs_override_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('cohort', 'lab'), name='labs_override_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='StageRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.SmallIntegerField(choices=[(1, 'Getting to know each other'), (2, 'Shared learning expeditions'), (3, 'Designing the city’s model'), (4, 'Connected implementation')])),
                ('entered_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('gate', models.JSONField(default=list)),
                ('reason', models.TextField(blank=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('cohort', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='labs.cohort')),
            ],
            options={
                'ordering': ('entered_at', 'id'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('city', 'cohort'), name='labs_one_open_stage', violation_error_code='stage', violation_error_message='A cohort is in one stage at a time.'),
                    models.CheckConstraint(condition=models.Q(('left_at', None), ('left_at__gte', models.F('entered_at')), _connector='OR'), name='labs_stage_times', violation_error_code='left_at', violation_error_message='A stage cannot end before it begins.'),
                    django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('cohort_id'), models.F('cohort_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('entered_at'), models.F('left_at'), function='tstzrange'), '&&')], name='labs_stages_apart', violation_error_code='stage', violation_error_message='A cohort is in one stage at a time.'),
                    educities.tenancy.constraints.CityIsolation(name='labs_stagerecord_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('cohort',), name='labs_stagerecord_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='CohortMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sector', models.SmallIntegerField(choices=[(1, 'public'), (2, 'business'), (3, 'non-profit'), (4, 'social business')], verbose_name='sector')),
                ('role', models.CharField(choices=[('member', 'member'), ('co_facilitator', 'co-facilitator'), ('alumni_mentor', 'alumni mentor')], default='member', max_length=14, verbose_name='role')),
                ('state', models.CharField(choices=[('invited', 'invited'), ('active', 'active'), ('awaiting_consent', 'rests until a guardian agrees'), ('completed', 'completed'), ('withdrawn', 'withdrawn'), ('removed', 'removed')], default='invited', max_length=16)),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('left_at', models.DateTimeField(editable=False, null=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('cohort', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='labs.cohort')),
                ('organisation', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cohort_seats', to='stakeholders.organisation')),
                ('profile', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='cohort_seats', to='stakeholders.profile')),
            ],
            options={
                'verbose_name': 'seat in a cohort',
                'ordering': ('profile__display_name', 'id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['withdrawn', 'removed']), _negated=True), fields=('city', 'cohort', 'profile'), name='labs_member_once', violation_error_code='profile', violation_error_message='This person is in the cohort already.'), models.CheckConstraint(condition=models.Q(('sector__range', (1, 4))), name='labs_member_sector', violation_error_code='sector', violation_error_message='Choose one of the four sectors.'), models.CheckConstraint(condition=models.Q(('left_at', None), models.Q(('state__in', ['invited', 'active', 'awaiting_consent']), _negated=True), _connector='OR'), name='labs_member_left', violation_error_code='left_at', violation_error_message='A person who has left has no place in the cohort.'), educities.tenancy.constraints.CityIsolation(name='labs_cohortmember_isolation', version=1), educities.tenancy.constraints.SameCity(fields=('cohort', 'profile', 'organisation'), name='labs_cohortmember_same_city')],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ])
