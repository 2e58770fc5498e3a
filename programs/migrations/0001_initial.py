import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import educities.kit.multilingual
import educities.tenancy.constraints
import educities.tenancy.models
import rules.contrib.models
from django.conf import settings
from django.db import migrations, models

from educities.kit.operations import apply_together
from programs.migrations._sql import OPERATIONS


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_initial'),
        ('stakeholders', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = apply_together([
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, verbose_name='code')),
                ('name', educities.kit.multilingual.WordsField(default=dict, verbose_name='name')),
                ('kind', models.CharField(choices=[('population', 'of the whole city'), ('programme', "of one lab's work")], default='population', max_length=10, verbose_name='kind')),
                ('unit', models.CharField(choices=[('percent', 'percent'), ('number', 'number')], default='percent', max_length=8, verbose_name='unit')),
                ('direction', models.CharField(choices=[('up', 'more is better'), ('down', 'less is better')], default='up', max_length=4, verbose_name='direction')),
                ('numerator', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='who is counted')),
                ('denominator', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='out of whom')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('no_benchmark_because', models.CharField(blank=True, max_length=200, verbose_name='no benchmark exists, because')),
                ('is_main', models.BooleanField(default=False, verbose_name="the city's main indicator")),
                ('is_invented', models.BooleanField(default=False, editable=False)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'verbose_name': 'indicator',
                'ordering': ('-is_main', 'code'),
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'code'), name='programs_indicator_code', violation_error_code='code', violation_error_message='The city has an indicator of this code.'),
                    models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('city',), name='programs_one_main_indicator', violation_error_code='is_main', violation_error_message='The city has another main indicator.'),
                    educities.tenancy.constraints.CityIsolation(name='programs_indicator_isolation', version=1),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Annotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField(verbose_name='day')),
                ('text', educities.kit.multilingual.WordsField(default=dict, verbose_name='what happened')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('indicator', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='annotations', to='programs.indicator')),
            ],
            options={
                'verbose_name': 'note',
                'ordering': ('-happened_on',),
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'indicator', 'happened_on'), name='programs_annotation_once', violation_error_code='happened_on', violation_error_message='There is a note about this day already.'),
                    models.CheckConstraint(condition=models.Q(('happened_on__range', ('1990-01-01', '2100-12-31'))), name='programs_annotation_day', violation_error_code='happened_on', violation_error_message='Days from 1990 to 2100 can be entered.'),
                    educities.tenancy.constraints.CityIsolation(name='programs_annotation_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('indicator',), name='programs_annotation_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='IndicatorValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(choices=[('actual', 'measured'), ('target', 'target'), ('baseline', 'baseline'), ('benchmark', 'national average')], max_length=10, verbose_name='series')),
                ('period', models.SmallIntegerField(verbose_name='school year')),
                ('numerator', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='counted')),
                ('denominator', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='out of')),
                ('factor', models.SmallIntegerField(default=1, editable=False)),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='value')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason of the revision')),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('confirmed', 'confirmed'), ('revised', 'revised')], default='draft', max_length=10)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicator', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='programs.indicator')),
                ('replaces', educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.indicatorvalue')),
            ],
            options={
                'ordering': ('period', 'id'),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state', 'revised'), _negated=True), fields=('city', 'indicator', 'series', 'period'), name='programs_value_live', violation_error_code='period', violation_error_message='There is a figure for this school year already.'),
                    models.CheckConstraint(condition=models.Q(('period__range', (1990, 2100))), name='programs_value_period', violation_error_code='period', violation_error_message='School years from 1990 to 2100 can be entered.'),
                    models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='programs_revision_with_reason', violation_error_code='reason', violation_error_message='Say why the figure changes.'),
                    models.CheckConstraint(condition=models.Q(('denominator', None), ('denominator__gt', 0), _connector='OR'), name='programs_denominator', violation_error_code='denominator', violation_error_message='“Out of” has to be more than nothing.'),
                    models.CheckConstraint(condition=models.Q(('numerator', None), ('denominator', None), ('denominator__gte', django.db.models.expressions.CombinedExpression(django.db.models.functions.math.Abs(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('value'), '*', models.F('denominator')), '-', django.db.models.expressions.CombinedExpression(models.F('numerator'), '*', models.F('factor')))), '*', models.Value(100))), _connector='OR'), name='programs_value_is_share', violation_error_code='value', violation_error_message='The figure does not agree with its parts.'),
                    educities.tenancy.constraints.CityIsolation(name='programs_indicatorvalue_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('indicator', 'replaces'), name='programs_indicatorvalue_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template_version', models.CharField(default='2026-1', max_length=20)),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('signed_at', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('signed', 'signed'), ('active', 'active'), ('suspended', 'suspended'), ('completed', 'completed'), ('terminated', 'terminated')], default='proposed', max_length=10, verbose_name='state')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('predecessor', educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
            options={
                'ordering': ('-starts_on',),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'signed', 'active', 'suspended'])), fields=('city',), name='programs_one_live', violation_error_code='starts_on', violation_error_message='The city has its five years already. One program after the other.'),
                    educities.tenancy.constraints.CityIsolation(name='programs_program_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('predecessor',), name='programs_program_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.SmallIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('program', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='intakes', to='programs.program')),
            ],
            options={
                'ordering': ('number',),
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'program', 'number'), name='programs_intake_once', violation_error_code='number', violation_error_message='This is there already.'),
                    models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='programs_intake_dates', violation_error_code='ends_on', violation_error_message='The last day has to be after the first.'),
                    educities.tenancy.constraints.CityIsolation(name='programs_intake_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('program',), name='programs_intake_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Forum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('program', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='forums', to='programs.program')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'program'), name='programs_one_forum', violation_error_code='program', violation_error_message='This is there already.'),
                    educities.tenancy.constraints.CityIsolation(name='programs_forum_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('program',), name='programs_forum_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='ProgramYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.SmallIntegerField(verbose_name='year')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('focus', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='focus')),
                ('was_reopened', models.BooleanField(default=False, editable=False)),
                ('state', models.CharField(choices=[('upcoming', 'upcoming'), ('open', 'open'), ('in_review', 'in review'), ('closed', 'closed')], default='upcoming', max_length=10)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('program', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='years', to='programs.program')),
            ],
            options={
                'ordering': ('number',),
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'program', 'number'), name='programs_year_once', violation_error_code='number', violation_error_message='This is there already.'),
                    models.CheckConstraint(condition=models.Q(('number__range', (1, 5))), name='programs_year_of_five', violation_error_code='number', violation_error_message='A program has five years.'),
                    models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='programs_year_dates', violation_error_code='ends_on', violation_error_message='The last day has to be after the first.'),
                    educities.tenancy.constraints.CityIsolation(name='programs_programyear_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('program',), name='programs_programyear_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', educities.kit.multilingual.WordsField(default=dict, verbose_name='milestone')),
                ('due_on', models.DateField(verbose_name='due')),
                ('baseline_due_on', models.DateField(editable=False)),
                ('evidence', models.TextField(blank=True, verbose_name='evidence')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('at_risk', 'at risk'), ('reached', 'reached'), ('missed', 'missed'), ('dropped', 'dropped')], default='planned', max_length=8, verbose_name='state')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('owner', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.organisation')),
                ('year', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='programs.programyear')),
            ],
            options={
                'ordering': ('due_on', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'reached'), _negated=True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='programs_milestone_with_evidence', violation_error_code='evidence', violation_error_message='Say by what one can see that it is reached: a document, a date, a figure, a link.'),
                    educities.tenancy.constraints.CityIsolation(name='programs_milestone_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('year', 'owner'), name='programs_milestone_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ]) + [
        *OPERATIONS,
    ]
