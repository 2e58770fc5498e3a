"""Which words were said by somebody who was against it stands nowhere: neither in the record, nor in what was sent about it."""

from django.db import migrations

FORGET = "UPDATE forum_statement SET is_against = false WHERE is_against"
FORGET_SENT = "UPDATE activity_notice SET data = data - 'dissent' WHERE verb = 'forum.not_carried' AND data ? 'dissent'"


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0001_initial"),
        ("forum", "0010_words_of_members"),
    ]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RunSQL(FORGET_SENT, migrations.RunSQL.noop),
    ]
