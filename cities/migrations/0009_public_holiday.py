from django.db import migrations, models

from educities.kit.operations import change_words


class Migration(migrations.Migration):
    dependencies = [("cities", "0008_begin_in_the_city")]

    operations = change_words([
        migrations.AlterField(
            model_name="citycalendarday",
            name="kind",
            field=models.CharField(
                choices=[("feast", "public holiday"), ("school_holiday", "school holiday"), ("quiet", "quiet day")],
                max_length=15,
                verbose_name="kind",
            ),
        ),
    ])
