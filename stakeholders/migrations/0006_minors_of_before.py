"""The accounts of whom a city knows as under 18 say so."""

from django.db import migrations

MARK = """
UPDATE accounts_user SET is_minor = true
WHERE id IN (SELECT user_id FROM stakeholders_profile WHERE age_band <> 'adult')
"""


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0005_who_sees_it"), ("accounts", "0010_minors")]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
