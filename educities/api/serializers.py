"""Shapes that endpoints of several apps share. Lists are read as plain rows; these only describe what is in them."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from educities.kit.signs import strip_format_signs, tidy_signs

PAGE, MOST = 50, 200
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class LocalizedTextField(serializers.Field):
    """A text in one to three languages; the first is the one in which it was written."""


class NamedChoiceField(serializers.ChoiceField):
    """A choice that is described once under the name `component`, wherever it is offered; `meaning`: a sentence on it."""

    def __init__(self, choices: Sequence[tuple[Any, Any]], component: str, *, meaning: str = "", **kwargs: Any) -> None:
        self.component, self.meaning = component, meaning
        super().__init__(choices, **kwargs)


class PeopleCountField(serializers.IntegerField):
    """How many people there are: null where they are one to four, whatever an endpoint gives (`educities.api.few`).

    `shown_because`: why this count is shown also where it is of few. Every such exception has its line in docs/api.md.
    """

    def __init__(self, *, shown_because: str = "", help_text: str = "", **kwargs: Any) -> None:
        self.shown_because = shown_because
        rule = (
            f"Shown also where it is one to four: {shown_because}" if shown_because else "Null where it is one to four."
        )
        kwargs = {"min_value": 0, "allow_null": not shown_because, **kwargs}
        super().__init__(help_text=f"{help_text} {rule}".strip(), **kwargs)


class PlainDecimalField(serializers.DecimalField):
    """A number, or its plain decimal digits as text. What only this language reads as a number (`1_0`) is none."""

    def to_internal_value(self, data: Any) -> Any:
        text = strip_format_signs(data) if isinstance(data, str) else data
        if isinstance(text, bool) or (isinstance(text, str) and not PLAIN_NUMBER.fullmatch(text)):
            self.fail("invalid")
        return super().to_internal_value(text)


class StrictIntegerField(serializers.IntegerField):
    """A whole number of JSON, nothing that only looks like one."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictBooleanField(serializers.BooleanField):
    """`true` or `false` of JSON."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class SeenTextField(serializers.CharField):
    """A text as forms take it: nothing but signs that nobody sees is empty, and none turns the order of the others."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        text = super().to_internal_value(data)
        if "\x00" in text:
            raise serializers.ValidationError(_("Null characters are not allowed."))
        return tidy_signs(text)


class BodySerializer(serializers.Serializer):
    """What is sent: a member that is none of the fields is refused, so that a slip of the pen is not lost."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = data.keys() - self.fields.keys() if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError(dict.fromkeys(sorted(unknown), _("Unknown member. Remove it.")))
        return super().to_internal_value(data)


class NoQuery(serializers.Serializer):
    """An address that takes no parameters."""


class SizeQuery(serializers.Serializer):
    """How many rows an answer holds at most."""

    page_size = serializers.IntegerField(min_value=1, max_value=MOST, default=PAGE)


class PageQuery(SizeQuery):
    """The parameters of every list."""

    cursor = serializers.CharField(required=False, help_text="The `next_cursor` of the page before.")


def page_of(row: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The shape of a page of such rows."""
    place = serializers.CharField(allow_null=True, help_text="Where the next page begins; null on the last one.")
    name = row.__name__.replace("Serializer", "PageSerializer")
    return type(name, (serializers.Serializer,), {"results": row(many=True), "next_cursor": place})


class MeSerializer(serializers.Serializer):
    client_id = serializers.CharField()
    city = serializers.CharField(help_text="The city's address.")
    scopes = serializers.ListField(child=serializers.CharField())
    expires_on = serializers.DateField()


class EventObjectSerializer(serializers.Serializer):
    type = serializers.CharField()
    id = serializers.CharField()


class EventSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Its place, `<epoch>.<number>`; opaque to the reader.")
    name = serializers.RegexField(r"^[a-z_]+\.[a-z_]+$")
    at = serializers.DateTimeField()
    object = EventObjectSerializer()


class EventPageSerializer(serializers.Serializer):
    results = EventSerializer(many=True)
    next = serializers.CharField(help_text="The place behind the last event of this answer.")
    has_more = serializers.BooleanField(help_text="More may follow after `next`.")


class EventQuery(SizeQuery):
    after = serializers.CharField(
        required=False,
        help_text="The `next` of an earlier answer; left out, the log is read from its beginning.",
    )


class ProblemDetailSerializer(serializers.Serializer):
    pointer = serializers.RegexField(
        "^(/|$)", help_text="The field, the parameter or the header; empty where the whole body is meant."
    )
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457. `code` is stable; `title` and `detail` follow Accept-Language (en, he, ar)."""

    type = serializers.RegexField("^urn:educities:problem:")
    title = serializers.CharField(min_length=1)
    status = serializers.IntegerField()
    code = serializers.CharField()
    request_id = serializers.CharField(help_text="The same as in the header X-Request-ID.")
    detail = serializers.CharField(required=False)
    # The metaclass takes fields out of the class, so they hide nothing of the base.
    errors = ProblemDetailSerializer(many=True, required=False)  # type: ignore[assignment]
