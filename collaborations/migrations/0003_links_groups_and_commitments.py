import django.db.models.deletion
import educities.tenancy.constraints
import educities.tenancy.models
import rules.contrib.models
from django.db import migrations, models

from collaborations.migrations._sql import LEADERS
from educities.kit.operations import apply_together


class Migration(migrations.Migration):

    dependencies = [
        ('challenges', '0016_request_already_registered'),
        ('cities', '0017_privacy_notice'),
        ('collaborations', '0002_endorsements'),
        ('journeys', '0007_travellers'),
        ('labs', '0009_in_whose_name_an_override_was_asked'),
        ('stakeholders', '0021_in_whose_name_a_merge_was_proposed'),
    ]

    operations = [
        *apply_together([
            migrations.RemoveConstraint(
                model_name='collaboration',
                name='collaborations_collaboration_same_city',
            ),
            migrations.RemoveConstraint(
                model_name='party',
                name='collaborations_party_once',
            ),
            migrations.RemoveConstraint(
                model_name='party',
                name='collaborations_party_same_city',
            ),
            migrations.AddField(
                model_name='collaboration',
                name='began_from',
                field=educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='further', to='collaborations.collaboration'),
            ),
            migrations.AddField(
                model_name='collaboration',
                name='challenge',
                field=educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='collaborations', to='challenges.challenge', verbose_name='challenge'),
            ),
            migrations.AddField(
                model_name='collaboration',
                name='initiative',
                field=educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='collaborations', to='journeys.initiative', verbose_name='initiative'),
            ),
            migrations.AddField(
                model_name='party',
                name='group_name',
                field=models.CharField(blank=True, db_default='', default='', max_length=60, verbose_name='class or group'),
            ),
            migrations.AddField(
                model_name='party',
                name='group_size',
                field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how many they are'),
            ),
            migrations.AddField(
                model_name='party',
                name='led_by',
                field=educities.tenancy.models.CityFK(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.profile', verbose_name='who leads it'),
            ),
            migrations.AddConstraint(
                model_name='collaboration',
                constraint=educities.tenancy.constraints.SameCity(fields=('lab', 'challenge', 'initiative', 'began_from', 'proposed_by'), name='collaborations_collaboration_same_city'),
            ),
            migrations.AddConstraint(
                model_name='party',
                constraint=models.UniqueConstraint(fields=('city', 'collaboration', 'profile', 'organisation', 'group_name'), name='collaborations_side_once', nulls_distinct=False, violation_error_code='profile', violation_error_message='This person or organisation takes part already.'),
            ),
            migrations.AddConstraint(
                model_name='party',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('group_name', ''), ('group_size', None), ('led_by', None)), models.Q(('organisation__isnull', False), models.Q(('group_name', ''), _negated=True)), _connector='OR'), name='collaborations_party_group', violation_error_code='group_name', violation_error_message='Say which class or group of the organisation it is, such as 4b.'),
            ),
            migrations.AddConstraint(
                model_name='party',
                constraint=models.CheckConstraint(condition=models.Q(('group_size', None), ('group_size__range', (1, 500)), _connector='OR'), name='collaborations_party_size', violation_error_code='group_size', violation_error_message='Numbers from 1 to 500 can be entered.'),
            ),
            migrations.AddConstraint(
                model_name='party',
                constraint=educities.tenancy.constraints.SameCity(fields=('collaboration', 'profile', 'organisation', 'led_by', 'answered_by'), name='collaborations_party_same_city'),
            ),
            migrations.CreateModel(
                name='PartyCommitment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                    ('commitment', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='inside', to='stakeholders.commitment')),
                    ('party', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='collaborations.party')),
                ],
                options={
                    'verbose_name': 'commitment inside a collaboration',
                    'ordering': ('id',),
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'commitment'), name='collaborations_commitment_once', violation_error_code='commitment', violation_error_message='This is there already.'),
                        educities.tenancy.constraints.CityIsolation(name='collaborations_partycommitment_isolation', version=1),
                        educities.tenancy.constraints.SameCity(fields=('party', 'commitment'), name='collaborations_partycommitment_same_city'),
                    ],
                },
                bases=(rules.contrib.models.RulesModelMixin, models.Model),
            ),
        ]),
        *LEADERS,
    ]
