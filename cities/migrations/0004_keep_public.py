from django.db import migrations


def keep_public(apps, schema_editor):
    """What everyone could see until now stays so."""
    cities = apps.get_model("cities", "City").objects
    cities.exclude(state__in=["prospect", "left"]).update(is_public=True)


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0003_public_by_its_director'),
    ]

    operations = [
        migrations.RunPython(keep_public, migrations.RunPython.noop),
    ]
