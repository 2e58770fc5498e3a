"""Ideas hidden before rules had names get one, and months of birth that were typed are forgotten."""

from django.db import migrations

NAME_RULES = """
UPDATE challenges_contribution SET hidden_rule = 'consent', hidden_because = ''
 WHERE state = 'hidden' AND hidden_because = 'consent';
UPDATE challenges_contribution SET hidden_rule = 'other' WHERE state = 'hidden' AND hidden_rule = '';
"""
UNNAME_RULES = """
UPDATE challenges_contribution SET hidden_because = 'consent' WHERE state = 'hidden' AND hidden_rule = 'consent';
"""
# An act whose form told a birthday would be confirmed as a grown-up's: only the age band is read now.
FORGET_BIRTHS = """
DELETE FROM challenges_pendingact WHERE payload ? 'birth_year';
UPDATE challenges_pendingact SET payload = '{}' WHERE done_at IS NOT NULL;
"""
FORWARD_PHASES = "UPDATE challenges_phase SET closes_at = NULL WHERE closes_at <= opens_at;"


class Migration(migrations.Migration):
    dependencies = [("challenges", "0002_hidden_rule")]

    operations = [
        migrations.RunSQL(NAME_RULES, UNNAME_RULES),
        migrations.RunSQL(FORGET_BIRTHS, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD_PHASES, migrations.RunSQL.noop),
    ]
