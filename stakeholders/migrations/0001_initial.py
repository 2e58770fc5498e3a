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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = apply_together([
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('label', educities.kit.multilingual.WordsField(default=dict)),
                ('synonyms', models.JSONField(default=list)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='stakeholders.area')),
            ],
            options={
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('columns', models.JSONField(default=dict)),
                ('defaults', models.JSONField(default=dict)),
                ('rows', models.JSONField(default=list)),
                ('problems', models.JSONField(default=list)),
                ('counts', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('checked', 'checked'), ('done', 'done'), ('discarded', 'discarded')], default='checked', max_length=10)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'constraints': [
                    educities.tenancy.constraints.CityIsolation(name='stakeholders_importrun_isolation', version=1),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', educities.kit.multilingual.WordsField(default=dict, verbose_name='name')),
                ('sector', models.SmallIntegerField(choices=[(1, 'public'), (2, 'business'), (3, 'non-profit'), (4, 'social business')], verbose_name='sector')),
                ('field', models.CharField(choices=[('formal', 'formal education'), ('informal', 'informal education'), ('welfare', 'welfare'), ('employment', 'employment'), ('planning', 'city planning'), ('engineering', 'engineering'), ('culture', 'culture and art'), ('health', 'health'), ('environment', 'environment'), ('community', 'community'), ('other', 'other')], default='other', max_length=12, verbose_name='field')),
                ('registry_no', models.CharField(blank=True, max_length=40, verbose_name='registry number')),
                ('about', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='about')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('search', models.TextField(default='', editable=False)),
                ('verified_at', models.DateTimeField(editable=False, null=True)),
                ('last_act_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('verified', 'verified'), ('active', 'active'), ('dormant', 'dormant'), ('archived', 'archived'), ('rejected', 'rejected')], default='proposed', max_length=10, verbose_name='state')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('import_run', educities.tenancy.models.CityFK(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='stakeholders.importrun')),
                ('verified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ('search', 'id'),
                'indexes': [
                    models.Index(fields=['city', 'search', 'id'], name='stakeholders_org_search'),
                    models.Index(fields=['city', 'state', 'search', 'id'], name='stakeholders_org_state'),
                    models.Index(condition=models.Q(('state__in', ['verified', 'active', 'dormant'])), fields=['city', 'sector'], name='stakeholders_org_balance'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('sector__range', (1, 4))), name='stakeholders_sector_known', violation_error_code='sector', violation_error_message='Choose one of the four sectors.'),
                    models.UniqueConstraint(condition=models.Q(models.Q(('registry_no', ''), _negated=True), models.Q(('state__in', ['archived', 'rejected']), _negated=True)), fields=('city', 'registry_no'), name='stakeholders_registry_no', violation_error_code='registry_no', violation_error_message='Another organisation of the city has this registry number.'),
                    educities.tenancy.constraints.CityIsolation(name='stakeholders_organisation_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('import_run',), name='stakeholders_organisation_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('display_name', models.CharField(max_length=80, verbose_name='name that others see')),
                ('legal_name', models.CharField(blank=True, max_length=120, verbose_name='full name')),
                ('age_band', models.CharField(choices=[('child', 'under 14'), ('youth', '14 to 17'), ('adult', '18 and over')], default='adult', max_length=6, verbose_name='age')),
                ('next_band_month', models.DateField(editable=False, null=True)),
                ('needs_guardian', models.BooleanField(default=False, editable=False)),
                ('neighbourhood', models.CharField(blank=True, max_length=80, verbose_name='neighbourhood')),
                ('pronoun', models.CharField(blank=True, max_length=20, verbose_name='pronoun')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone')),
                ('language', models.CharField(choices=[('en', 'English'), ('he', 'Hebrew'), ('ar', 'Arabic')], default='he', max_length=2, verbose_name='language')),
                ('story', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='story')),
                ('visibilities', models.JSONField(default=dict, editable=False)),
                ('is_placeholder', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('managed_by', educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.profile')),
                ('user', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ('display_name', 'id'),
                'indexes': [
                    models.Index(fields=['city', 'age_band', 'display_name', 'id'], name='stakeholders_profile_band'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('city', 'user'), name='stakeholders_profile_user', violation_error_code='user', violation_error_message='This account has a profile in the city already.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('age_band', 'adult'), _negated=True), ('next_band_month', None), _connector='OR'), name='stakeholders_adult_no_month', violation_error_code='next_band_month', violation_error_message='A grown-up has no next age group.'),
                    models.CheckConstraint(condition=models.Q(('needs_guardian', False), models.Q(('age_band', 'adult'), _negated=True), _connector='OR'), name='stakeholders_guardian_of_minor', violation_error_code='needs_guardian', violation_error_message='A grown-up needs no guardian.'),
                    educities.tenancy.constraints.CityIsolation(name='stakeholders_profile_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('managed_by',), name='stakeholders_profile_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                ('may_commit', models.BooleanField(default=True, verbose_name='may promise for it')),
                ('may_manage', models.BooleanField(default=False, verbose_name='may manage its page')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('accepted_at', models.DateTimeField(editable=False, null=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('organisation', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='representations', to='stakeholders.organisation')),
                ('profile', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='representations', to='stakeholders.profile')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'organisation', 'profile'), name='stakeholders_representation_once', violation_error_code='profile', violation_error_message='This person represents the organisation already.'),
                    models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='stakeholders_representation_dates', violation_error_code='ends_on', violation_error_message='The last day cannot be before the first.'),
                    educities.tenancy.constraints.CityIsolation(name='stakeholders_representation_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('profile', 'organisation'), name='stakeholders_representation_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='StrengthClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('strength', 'strength'), ('growth', 'growth area')], max_length=8, verbose_name='kind')),
                ('level', models.SmallIntegerField(choices=[(1, 'a little'), (2, 'well'), (3, 'so well that I can show others')], default=1, verbose_name='level')),
                ('words', models.CharField(blank=True, max_length=280, verbose_name='in your words')),
                ('visibility', models.CharField(choices=[('me', 'only me'), ('team', "my lab's team"), ('city', 'everybody who works in the city')], default='team', max_length=8, verbose_name='who sees it')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.area', verbose_name='area')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('entered_by', educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.profile')),
                ('organisation', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='stakeholders.organisation')),
                ('profile', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='stakeholders.profile')),
            ],
            options={
                'ordering': ('kind', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('profile', None), ('organisation', None), _connector='OR'), name='stakeholders_claim_one_holder', violation_error_code='organisation', violation_error_message='A strength belongs to a person or to an organisation, not to both.'),
                    models.UniqueConstraint(fields=('city', 'profile', 'organisation', 'area', 'kind'), name='stakeholders_claim_once', nulls_distinct=False, violation_error_code='area', violation_error_message='This area was named already.'),
                    models.CheckConstraint(condition=models.Q(('level__range', (1, 3))), name='stakeholders_claim_level', violation_error_code='level', violation_error_message='Choose a level from 1 to 3.'),
                    educities.tenancy.constraints.CityIsolation(name='stakeholders_strengthclaim_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('profile', 'organisation', 'entered_by'), name='stakeholders_strengthclaim_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ])
