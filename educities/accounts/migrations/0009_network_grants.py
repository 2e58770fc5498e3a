"""The role that reads across cities reads nothing that is not declared; see `NETWORK_COLUMNS` of `tenancy`."""

from django.conf import settings
from django.db import migrations

TAKE = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{network}";
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM "{network}";
"""
GIVE = """
GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{network}";
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO "{network}";
"""


def take_grants(apps, schema_editor):
    schema_editor.execute(TAKE.format(network=settings.DATABASE_ROLES["network"]), params=None)


def give_grants(apps, schema_editor):
    schema_editor.execute(GIVE.format(network=settings.DATABASE_ROLES["network"]), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0008_seal_second_steps"),
    ]

    operations = [migrations.RunPython(take_grants, give_grants)]
