from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cities", "0007_one_address")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="starts_on",
            field=models.DateField(verbose_name="from"),
        ),
    ]
