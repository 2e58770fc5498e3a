from django.db import migrations, models


def keep_the_office(apps, schema_editor):
    """Of two addresses the one for residents stays; where there was none, the office's."""
    City = apps.get_model("cities", "City")
    City.objects.filter(contact_email="").update(contact_email=models.F("office_email"))


class Migration(migrations.Migration):
    dependencies = [("cities", "0006_mails")]

    operations = [
        migrations.RunPython(keep_the_office, migrations.RunPython.noop),
        # Code of before still reads and writes the column; a later release takes it away.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE cities_city ALTER COLUMN office_email SET DEFAULT ''",
                    "ALTER TABLE cities_city ALTER COLUMN office_email DROP DEFAULT",
                )
            ],
            state_operations=[migrations.RemoveField(model_name="city", name="office_email")],
        ),
        migrations.AlterField(
            model_name="city",
            name="contact_email",
            field=models.EmailField(
                blank=True,
                help_text="It stands on the contact page, and replies to the city’s emails go to it. Without it nobody reads them.",
                max_length=254,
                verbose_name="email address of the city office",
            ),
        ),
    ]
