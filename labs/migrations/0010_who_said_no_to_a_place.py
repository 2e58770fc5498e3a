from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("labs", "0009_in_whose_name_an_override_was_asked"),
    ]

    operations = [
        migrations.AddField(
            model_name="cohortmember",
            name="has_declined",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="said no"),
        ),
    ]
