import cities.models.city
import cities.models.membership
import django.core.validators
import django.db.models.deletion
import educities.kit.multilingual
import educities.tenancy.constraints
import rules.contrib.models
from django.conf import settings
from django.db import migrations, models

from educities.kit.operations import apply_together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = apply_together([
        migrations.CreateModel(
            name='City',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text="In the city's web address: small Latin letters, digits and hyphens.", max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9-]*$', 'Small Latin letters, digits and hyphens.')], verbose_name='address')),
                ('name', educities.kit.multilingual.WordsField(default=dict, verbose_name='name')),
                ('kind', models.CharField(choices=[('municipality', 'municipality'), ('regional_council', 'regional council')], default='municipality', max_length=20, verbose_name='kind')),
                ('country', models.CharField(default='IL', max_length=2, verbose_name='country')),
                ('registry_code', models.CharField(blank=True, max_length=20, verbose_name='code in the national register')),
                ('time_zone', models.CharField(default='Asia/Jerusalem', max_length=60, validators=[cities.models.city.check_time_zone], verbose_name='time zone')),
                ('languages', models.JSONField(default=cities.models.city.known_languages, verbose_name='languages')),
                ('week_start', models.SmallIntegerField(default=6, verbose_name='first day of the week')),
                ('school_year_start', models.SmallIntegerField(default=9, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='first month of the school year')),
                ('story', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='story')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('account_age', models.SmallIntegerField(default=16, validators=[django.core.validators.MinValueValidator(13), django.core.validators.MaxValueValidator(18)], verbose_name='age from which a person answers alone')),
                ('quiet_from', models.TimeField(default='21:00', verbose_name='quiet from')),
                ('quiet_until', models.TimeField(default='08:00', verbose_name='quiet until')),
                ('keeps_sabbath', models.BooleanField(default=True, verbose_name='no mail from Friday afternoon to Saturday night')),
                ('colour', models.CharField(choices=[('sea', 'sea'), ('olive', 'olive'), ('clay', 'clay'), ('plum', 'plum')], default='sea', max_length=10, verbose_name='colour')),
                ('is_practice', models.BooleanField(default=False, verbose_name='practice city')),
                ('state', models.CharField(choices=[('prospect', 'prospect'), ('onboarding', 'onboarding'), ('active', 'active'), ('paused', 'paused'), ('sustaining', 'sustaining'), ('left', 'left')], default='onboarding', max_length=12, verbose_name='state')),
                ('page_version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'city',
                'verbose_name_plural': 'cities',
                'ordering': ('slug',),
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='CityDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(max_length=253, unique=True, validators=[cities.models.city.check_host], verbose_name='web address')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='cities.city')),
            ],
        ),
        migrations.CreateModel(
            name='CityCalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('kind', models.CharField(choices=[('feast', 'feast'), ('school_holiday', 'school holiday'), ('quiet', 'quiet day')], max_length=15, verbose_name='kind')),
                ('name', educities.kit.multilingual.WordsField(default=dict, verbose_name='name')),
                ('communities', models.JSONField(default=list)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'ordering': ('date',),
                'constraints': [models.UniqueConstraint(fields=('city', 'date', 'kind'), name='cities_day_once', violation_error_code='date', violation_error_message='This day stands in the calendar already.'), educities.tenancy.constraints.CityIsolation(name='cities_citycalendarday_isolation', version=1)],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('display_name', models.CharField(max_length=80, verbose_name='name that others see')),
                ('language', models.CharField(choices=[('en', 'English'), ('he', 'Hebrew'), ('ar', 'Arabic')], default='he', max_length=2, verbose_name='language')),
                ('role', models.CharField(choices=[('steward', 'network steward'), ('director', 'education director'), ('facilitator', 'facilitator'), ('organisation', "organisation's manager"), ('teacher', 'teacher in the accelerator'), ('resident', 'resident')], max_length=12, verbose_name='role')),
                ('scope_type', models.CharField(choices=[('city', 'whole city'), ('lab', 'one lab'), ('organisation', 'one organisation')], default='city', max_length=12)),
                ('scope_id', models.BigIntegerField(null=True)),
                ('token_hash', models.CharField(editable=False, max_length=64)),
                ('invited_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(editable=False)),
                ('accepted_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('invited_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'constraints': [models.UniqueConstraint(fields=('city', 'token_hash'), name='cities_invitation_token', violation_error_code='token_hash', violation_error_message='This is there already.'), models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('city', 'email', 'role', 'scope_type', 'scope_id'), name='cities_invitation_once', nulls_distinct=False, violation_error_code='email', violation_error_message='This person was invited to this role already.'), educities.tenancy.constraints.CityIsolation(name='cities_invitation_isolation', version=1)],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('steward', 'network steward'), ('director', 'education director'), ('facilitator', 'facilitator'), ('organisation', "organisation's manager"), ('teacher', 'teacher in the accelerator'), ('resident', 'resident')], max_length=12, verbose_name='role')),
                ('scope_type', models.CharField(choices=[('city', 'whole city'), ('lab', 'one lab'), ('organisation', 'one organisation')], default='city', max_length=12)),
                ('scope_id', models.BigIntegerField(blank=True, null=True)),
                ('starts_on', models.DateField(default=cities.models.membership.utc_today, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='cities.city')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'city'], name='cities_membership_user')],
                'constraints': [models.UniqueConstraint(fields=('city', 'user', 'role', 'scope_type', 'scope_id'), name='cities_membership_once', nulls_distinct=False, violation_error_code='role', violation_error_message='The person has this role already.'), models.UniqueConstraint(condition=models.Q(('role__in', ['director', 'steward']), ('scope_type', 'city')), fields=('city', 'user'), name='cities_director_or_steward', violation_error_code='role', violation_error_message='One person cannot be both the director and the steward of a city. Choose another person.')],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ])
