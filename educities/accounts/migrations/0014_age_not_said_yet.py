from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever has an account today counts as having said it: they stand in their cities for long."""

    dependencies = [("accounts", "0013_erasure_of_a_city")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_age_unsaid",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
