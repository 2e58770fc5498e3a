

import django.db.models.deletion
import educities.tenancy.constraints
import educities.tenancy.models
import rules.contrib.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0017_privacy_notice'),
        ('forum', '0007_moment_of_a_seats_end'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('for', 'for'), ('against', 'against'), ('abstained', 'I abstain')], max_length=9, verbose_name='your answer')),
                ('words', models.CharField(blank=True, default='', max_length=500, verbose_name='objection or dissent')),
                ('is_named', models.BooleanField(default=False)),
                ('version', models.CharField(editable=False, max_length=64)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('decision', educities.tenancy.models.CityFK(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='forum.decision')),
                ('seat', educities.tenancy.models.CityFK(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.seat')),
            ],
            options={
                'verbose_name': 'own answer to a proposal',
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['for', 'against', 'abstained'])), name='forum_ballot_answer', violation_error_code='answer', violation_error_message='Choose one of the three answers.'), models.UniqueConstraint(fields=('city', 'decision', 'seat'), name='forum_ballot_once', violation_error_code='answer', violation_error_message='You have answered already. You can change your answer.'), educities.tenancy.constraints.CityIsolation(name='forum_ballot_isolation', version=1), educities.tenancy.constraints.SameCity(fields=('decision', 'seat'), name='forum_ballot_same_city')],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ]
