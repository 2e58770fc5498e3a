"""The shape of exchanges as partners' programs read them: counts alone."""

from rest_framework import serializers

from educities.api.serializers import NamedChoiceField, PageQuery, PeopleCountField
from exchange.models import Exchange


class ExchangeSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=1)
    session = serializers.IntegerField(
        min_value=1,
        allow_null=True,
        help_text="The session that it was part of, by number; null for an exchange by itself.",
    )
    state = NamedChoiceField(Exchange.State.choices, "ExchangeState")
    opened_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    people = PeopleCountField(help_text="How many took part, counted when it ended; 0 before.")
    offers = serializers.IntegerField(min_value=0)
    needs = serializers.IntegerField(min_value=0)
    handshakes = serializers.IntegerField(min_value=0)
    open_needs = serializers.IntegerField(min_value=0, help_text="Needs about which nobody shook hands.")


class ExchangeQuery(PageQuery):
    state = NamedChoiceField(Exchange.State.choices, "ExchangeState", required=False)
