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
        ('labs', '0001_initial'),
        ('stakeholders', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = apply_together([
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', educities.kit.multilingual.WordsField(default=dict, verbose_name='question')),
                ('intro', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='two sentences about it')),
                ('steps', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='how it will go, one step a line')),
                ('when', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='when')),
                ('where', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='where')),
                ('places', models.PositiveIntegerField(blank=True, null=True, verbose_name='places')),
                ('places_taken', models.PositiveIntegerField(default=0, editable=False)),
                ('name_policy', models.CharField(choices=[('full', 'full name'), ('first', 'first name and neighbourhood'), ('pseudonym', 'a name of your choice')], default='first', max_length=10, verbose_name='name shown')),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(120)], verbose_name='from age')),
                ('contributions_count', models.PositiveIntegerField(default=0, editable=False)),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='open until')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('accepted', 'accepted'), ('framed', 'framed'), ('open', 'open'), ('reviewing', 'being reviewed'), ('answered', 'answered'), ('in_action', 'in action'), ('closed', 'closed'), ('declined', 'declined'), ('merged', 'merged')], default='proposed', max_length=10, verbose_name='state')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.area', verbose_name='area')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('lab', educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='labs.lab')),
            ],
            options={
                'verbose_name': 'challenge',
                'ordering': ('-opened_at', '-id'),
                'indexes': [
                    models.Index(fields=['city', 'state', '-opened_at'], name='challenges_open'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('places', None), ('places_taken__lte', models.F('places')), _connector='OR'), name='challenges_places', violation_error_code='places', violation_error_message='There cannot be fewer places than people.'),
                    educities.tenancy.constraints.CityIsolation(name='challenges_challenge_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('lab',), name='challenges_challenge_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('idea', 'idea'), ('statement', 'statement'), ('offer', 'offer')], default='idea', max_length=10)),
                ('channel', models.CharField(choices=[('web', 'web'), ('paper', 'paper'), ('phone', 'phone'), ('counter', 'counter')], default='web', max_length=8)),
                ('text', models.TextField(max_length=2000, verbose_name='your idea, in two sentences')),
                ('shown_as', models.CharField(blank=True, max_length=120)),
                ('original_lang', models.CharField(default='he', max_length=2)),
                ('supports_count', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('hidden_rule', models.CharField(blank=True, choices=[('people', 'speaks about a person who has not agreed'), ('kindness', 'hurts or belittles somebody'), ('question', 'does not answer the question'), ('advertising', 'advertises a product or a party'), ('safety', 'could put somebody in danger'), ('other', 'another reason'), ('consent', 'waits for a guardian')], editable=False, max_length=12)),
                ('hidden_because', models.TextField(blank=True)),
                ('answer_state', models.CharField(choices=[('under_consideration', 'under consideration'), ('accepted', 'accepted'), ('not_now', 'not now'), ('in_action', 'in action'), ('done', 'done')], default='under_consideration', max_length=20)),
                ('answer', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('draft', 'waiting for its author'), ('pending', 'waiting for a reader'), ('visible', 'published'), ('hidden', 'hidden'), ('merged', 'merged'), ('removed', 'removed'), ('withdrawn', 'withdrawn')], default='draft', max_length=10)),
                ('author', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='stakeholders.profile')),
                ('challenge', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='challenges.challenge')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [
                    models.Index(fields=['city', 'challenge', 'state', '-id'], name='challenges_contribution_list'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'hidden'), _negated=True), models.Q(('hidden_rule', ''), _negated=True), _connector='OR'), name='challenges_hidden_by_a_rule', violation_error_code='hidden_rule', violation_error_message='Choose the rule by which it is hidden.'),
                    educities.tenancy.constraints.CityIsolation(name='challenges_contribution_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('challenge', 'author'), name='challenges_contribution_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bring', models.CharField(blank=True, max_length=280, verbose_name='what I bring')),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('joined', 'joined'), ('confirmed', 'taking part'), ('waitlisted', 'on the waiting list'), ('awaiting_consent', 'waiting for a guardian'), ('cancelled', 'left'), ('done', 'done')], default='joined', max_length=16)),
                ('challenge', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='challenges.challenge')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('profile', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='stakeholders.profile')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('city', 'challenge', 'profile'), name='challenges_participation_live', violation_error_code='challenge', violation_error_message='This person takes part already.'),
                    educities.tenancy.constraints.CityIsolation(name='challenges_participation_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('challenge', 'profile'), name='challenges_participation_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='PendingAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('idea', 'Idea'), ('join', 'Join'), ('support', 'Support')], max_length=8)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=2)),
                ('payload', models.JSONField(default=dict)),
                ('token_hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('challenge', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='challenges.challenge')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'token_hash'), name='challenges_pending_token', violation_error_code='token_hash', violation_error_message='This is there already.'),
                    educities.tenancy.constraints.CityIsolation(name='challenges_pendingact_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('challenge',), name='challenges_pendingact_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('gather', 'gather ideas'), ('discuss', 'discuss'), ('support', 'support'), ('team', 'form teams'), ('act', 'act'), ('report', 'report')], max_length=8)),
                ('opens_at', models.DateTimeField(blank=True, null=True)),
                ('closes_at', models.DateTimeField(blank=True, null=True)),
                ('challenge', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='challenges.challenge')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'challenge', 'kind'), name='challenges_phase_once', violation_error_code='kind', violation_error_message='The challenge has this phase already.'),
                    models.CheckConstraint(condition=models.Q(('opens_at', None), ('closes_at', None), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='challenges_phase_forward', violation_error_code='closes_at', violation_error_message='A phase cannot end before it begins.'),
                    educities.tenancy.constraints.CityIsolation(name='challenges_phase_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('challenge',), name='challenges_phase_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('waits', models.BooleanField(default=False)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('contribution', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='challenges.contribution')),
                ('profile', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stakeholders.profile')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'contribution', 'profile'), name='challenges_support_once', violation_error_code='contribution', violation_error_message='You support this idea already.'),
                    educities.tenancy.constraints.CityIsolation(name='challenges_support_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('contribution', 'profile'), name='challenges_support_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ])
