"""The secrets of second steps that lie open are sealed; see `MFAAdapter`."""

from django.db import migrations

from educities.kit.sealing import MARK, open_secret, seal_secret

# A second step of the app has a secret, recovery codes have a seed.
NAMES = ("secret", "seed")


def change_each(apps, schema_editor, change):
    authenticators = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for row in authenticators.select_for_update():
        found = {name: change(row.data[name]) for name in NAMES if isinstance(row.data.get(name), str)}
        if found:
            row.data = {**row.data, **found}
            row.save(update_fields=["data"])


def seal(apps, schema_editor):
    change_each(apps, schema_editor, lambda text: text if text.startswith(MARK) else seal_secret(text))


def unseal(apps, schema_editor):
    change_each(apps, schema_editor, open_secret)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0007_sessions"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, unseal)]
