
import django.db.models.deletion
import educities.tenancy.constraints
import educities.tenancy.models
import rules.contrib.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0017_privacy_notice'),
        ('forum', '0009_what_was_put_off'),
    ]

    operations = [
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=500, verbose_name='objection or dissent')),
                ('is_against', models.BooleanField(default=False, editable=False)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('decision', educities.tenancy.models.CityFK(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='forum.decision')),
                ('seat', educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forum.seat')),
            ],
            options={
                'verbose_name': 'objection or dissent',
                'ordering': ('id',),
                'constraints': [educities.tenancy.constraints.CityIsolation(name='forum_statement_isolation', version=1), educities.tenancy.constraints.SameCity(fields=('decision', 'seat'), name='forum_statement_same_city')],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ]
