"""Who has left a city is offered none of the roles from before."""

from django.db import migrations, models

# Who left before this column was there stands in the log, as the one who left.
MARK_LEAVERS = """
UPDATE cities_membership held SET has_left = true
  FROM activity_auditentry gone
 WHERE gone.verb = 'consents.city_left' AND gone.city_id = held.city_id AND gone.actor_id = held.user_id
   AND held.ends_on IS NOT NULL AND held.ends_on <= gone.at::date
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0015_restores"),
        ("activity", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="has_left",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(MARK_LEAVERS, migrations.RunSQL.noop),
    ]
