import django.core.validators
import django.db.models.deletion
import educities.kit.multilingual
import educities.tenancy.constraints
import educities.tenancy.models
import rules.contrib.models
from django.conf import settings
from django.db import migrations, models

from educities.kit.operations import apply_together
from journeys.migrations._sql import OPERATIONS


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('challenges', '0001_initial'),
        ('cities', '0001_initial'),
        ('labs', '0001_initial'),
        ('stakeholders', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = apply_together([
        migrations.CreateModel(
            name='ActivityArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', educities.kit.multilingual.WordsField(default=dict, verbose_name='why this one')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.area', verbose_name='area')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('cohort', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='labs.cohort')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'cohort', 'area'), name='journeys_area_once', violation_error_code='area', violation_error_message='This area is chosen already.'),
                    educities.tenancy.constraints.CityIsolation(name='journeys_activityarea_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('cohort',), name='journeys_activityarea_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Expedition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', educities.kit.multilingual.WordsField(default=dict, verbose_name='question')),
                ('kind', models.CharField(choices=[('visit', 'visit'), ('virtual', 'virtual'), ('desk', 'desk study'), ('hosting', 'hosting')], default='visit', max_length=8, verbose_name='kind')),
                ('place', models.CharField(max_length=200, verbose_name='where')),
                ('outside_city', models.BooleanField(default=True, verbose_name='outside the city')),
                ('hosts', models.CharField(blank=True, max_length=200, verbose_name='hosts')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('budget', models.DecimalField(decimal_places=2, default=0, max_digits=12, validators=[django.core.validators.MinValueValidator(0)], verbose_name='budget')),
                ('budget_from', models.CharField(blank=True, max_length=200, verbose_name='paid from')),
                ('minors_travel', models.BooleanField(default=False, verbose_name='minors travel along')),
                ('safeguarding', models.TextField(blank=True, verbose_name='how minors are kept safe')),
                ('state', models.CharField(choices=[('idea', 'idea'), ('planned', 'planned'), ('approved', 'approved'), ('underway', 'under way'), ('returned', 'returned'), ('learned', 'learned'), ('published', 'published'), ('cancelled', 'cancelled')], default='idea', max_length=10, verbose_name='state')),
                ('activity_area', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expeditions', to='journeys.activityarea')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('cohort', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='expeditions', to='labs.cohort')),
            ],
            options={
                'verbose_name': 'expedition',
                'ordering': ('-starts_on', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='journeys_expedition_dates', violation_error_code='ends_on', violation_error_message='The journey ends before it begins.'),
                    educities.tenancy.constraints.CityIsolation(name='journeys_expedition_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('cohort', 'activity_area'), name='journeys_expedition_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', educities.kit.multilingual.WordsField(default=dict, verbose_name='title')),
                ('activity', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='what is done')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('due_on', models.DateField(verbose_name='due')),
                ('progress', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='progress')),
                ('blocked_by', models.CharField(blank=True, max_length=200, verbose_name='held up by')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('piloting', 'piloting'), ('rolling_out', 'rolling out'), ('embedded', 'embedded'), ('paused', 'paused'), ('stopped', 'stopped')], default='planned', max_length=12, verbose_name='state')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('cohort', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='labs.cohort')),
                ('owner', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='stakeholders.organisation', verbose_name='owner')),
            ],
            options={
                'ordering': ('due_on', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('starts_on'))), name='journeys_initiative_dates', violation_error_code='due_on', violation_error_message='It is due before it starts.'),
                    models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='journeys_initiative_progress', violation_error_code='progress', violation_error_message='Progress is a number from 0 to 100.'),
                    educities.tenancy.constraints.CityIsolation(name='journeys_initiative_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('cohort', 'owner'), name='journeys_initiative_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='InitiativePartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sector', models.SmallIntegerField(choices=[(1, 'public'), (2, 'business'), (3, 'non-profit'), (4, 'social business')])),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('initiative', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='journeys.initiative')),
                ('organisation', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.organisation')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'initiative', 'organisation'), name='journeys_partner_once', violation_error_code='organisation', violation_error_message='This organisation is a partner already.'),
                    educities.tenancy.constraints.CityIsolation(name='journeys_initiativepartner_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('initiative', 'organisation'), name='journeys_initiativepartner_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Learning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('observation', models.TextField(verbose_name='what we saw')),
                ('surprise', models.TextField(blank=True, verbose_name='what surprised us')),
                ('principle', models.TextField(blank=True, verbose_name='the principle')),
                ('conditions', models.TextField(blank=True, verbose_name='what must be true here')),
                ('fit', models.SmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='how well it fits us')),
                ('language', models.CharField(default='he', editable=False, max_length=2)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.profile')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('expedition', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='learnings', to='journeys.expedition')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    educities.tenancy.constraints.CityIsolation(name='journeys_learning_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('expedition', 'by'), name='journeys_learning_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='ModelBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('story', 'Our story and uniqueness'), ('challenge', 'The challenge'), ('learners', 'Learners and their strengths'), ('principles', 'Principles we brought home'), ('school', 'The city as one big school'), ('partners', 'Partners of four sectors'), ('teachers', 'Teachers’ growth'), ('road', 'Road and sites'), ('outcomes', 'Outcomes and indicators')], max_length=12)),
                ('text', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='text')),
                ('edits', models.PositiveIntegerField(default=0, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    educities.tenancy.constraints.CityIsolation(name='journeys_modelblock_isolation', version=1),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='InitiativeBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('initiative', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='journeys.initiative')),
                ('block', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='journeys.modelblock')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'initiative', 'block'), name='journeys_initiative_block', violation_error_code='block', violation_error_message='This is there already.'),
                    educities.tenancy.constraints.CityIsolation(name='journeys_initiativeblock_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('initiative', 'block'), name='journeys_initiativeblock_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('challenge', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='challenges.challenge')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('contribution', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='challenges.contribution')),
                ('strength', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='stakeholders.strengthclaim')),
                ('learning', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='journeys.learning')),
                ('block', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='journeys.modelblock')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'block', 'learning', 'strength', 'challenge', 'contribution'), name='journeys_citation_once', nulls_distinct=False, violation_error_code='block', violation_error_message='The block rests on this already.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('challenge', None), ('contribution', None), ('learning__isnull', False), ('strength', None)), models.Q(('challenge', None), ('contribution', None), ('learning', None), ('strength__isnull', False)), models.Q(('challenge__isnull', False), ('contribution', None), ('learning', None), ('strength', None)), models.Q(('challenge', None), ('contribution__isnull', False), ('learning', None), ('strength', None)), _connector='OR'), name='journeys_citation_of_one', violation_error_code='block', violation_error_message='A citation names exactly one source.'),
                    educities.tenancy.constraints.CityIsolation(name='journeys_citation_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('block', 'learning', 'strength', 'challenge', 'contribution'), name='journeys_citation_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='ModelVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_consultation', 'in consultation'), ('revising', 'revising'), ('adopted', 'adopted'), ('superseded', 'superseded'), ('withdrawn', 'withdrawn')], default='draft', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('cohort', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.PROTECT, related_name='model_versions', to='labs.cohort')),
                ('parent', educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.modelversion')),
            ],
            options={
                'ordering': ('-number',),
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'number'), name='journeys_model_number', violation_error_code='number', violation_error_message='This is there already.'),
                    models.UniqueConstraint(condition=models.Q(('state', 'adopted')), fields=('city',), name='journeys_one_adopted_model', violation_error_code='state', violation_error_message='The city has adopted another version.'),
                    educities.tenancy.constraints.CityIsolation(name='journeys_modelversion_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('cohort', 'parent'), name='journeys_modelversion_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ]) + [
        migrations.AddField(
            model_name='modelblock',
            name='version',
            field=educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='journeys.modelversion'),
        ),
        migrations.AddConstraint(
            model_name='modelblock',
            constraint=models.UniqueConstraint(fields=('city', 'version', 'key'), name='journeys_block_once', violation_error_code='key', violation_error_message='This is there already.'),
        ),
        migrations.AddConstraint(
            model_name='modelblock',
            constraint=educities.tenancy.constraints.SameCity(fields=('version',), name='journeys_modelblock_same_city'),
        ),
        *OPERATIONS,
    ]
