from django.db import migrations

# What the asked side read on its phone and said yes to, in the language in which it was written. Only where that side of a
# collaboration that goes on or came about says nothing of what it brings.
HALVES = """
UPDATE collaborations_party side SET gives = jsonb_build_object(offering.language, read.words)
FROM exchange_handshake hand
JOIN exchange_card card ON card.city_id = hand.city_id AND card.id = hand.card_id
JOIN exchange_participant owner ON owner.city_id = card.city_id AND owner.id = card.participant_id
JOIN exchange_participant other ON other.city_id = hand.city_id AND other.id = hand.other_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN hand.is_by_owner THEN hand.other_gives ELSE hand.owner_gives END AS words,
        CASE WHEN hand.is_by_owner THEN other.profile_id ELSE owner.profile_id END AS asked
) read
CROSS JOIN LATERAL (
    SELECT CASE WHEN hand.is_by_owner THEN owner.language ELSE other.language END AS language
) offering
WHERE hand.answered_at IS NOT NULL AND read.words <> '' AND side.city_id = hand.city_id
    AND side.collaboration_id = hand.collaboration_id AND side.profile_id = read.asked
    AND side.state = 'agreed' AND side.gives = '{}'::jsonb
"""


class Migration(migrations.Migration):
    """Collaborations that came of a handshake say what both sides bring, as both had read it."""

    dependencies = [("exchange", "0002_hands_and_people_removed"), ("collaborations", "0005_who_took_a_proposal_back")]

    operations = [migrations.RunSQL(HALVES, migrations.RunSQL.noop)]
