"""What residents read on every card: how many, and minors without a name."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges import texts
from challenges.models import Challenge, IdeaPhoto
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import translate_html
from educities.kit.quick_nodes import escape_once
from educities.kit.templatetags.look import state_tag

register = template.Library()


@register.simple_tag
def unnamed() -> str:
    """What stands in place of a minor's name."""
    return str(texts.MINOR)


@register.simple_tag(takes_context=True)
def challenge_cards(context: Context, rows: Iterable[Any]) -> SafeString:
    """`{% challenge_cards rows %}`: a card for each challenge, with how many bring ideas and take part.

    The rows know the name of their area as `area_label`.

    Written here, because the cards as templates took half of the list's time.
    """
    slug = context["city"].slug
    # The same few numbers stand on most cards.
    ideas_of, people_of = (
        cache(lambda number, say=say: conditional_escape(say(number))) for say in (ideas, taking_part)
    )
    return format_html_join(
        "",
        '<li><a class="card stack" href="{}">{}<h3>{}</h3>'
        '<span class="row"><small>{}</small><small>{}</small>{}</span></a></li>',
        (
            (
                escape_once(cached_reverse("challenge", slug, row.pk)),
                format_html("<small>{}</small>", translate_html(row.area_label)) if row.area_label else "",
                translate_html(row.question),
                ideas_of(row.contributions_count),
                people_of(row.places_taken),
                _state_of_card(row),
            )
            for row in rows
        ),
    )


def _state_of_card(row: Challenge) -> SafeString | str:
    """Nothing of a challenge that takes ideas now."""
    if row.is_over:
        return format_html('<span class="tag">{}</span>', _("no longer open"))
    return "" if row.state == Challenge.State.OPEN else state_tag(row)


# A list says both on each of its rows; a filter is four times quicker than a block of the template.
@register.filter
def ideas(number: int) -> str:
    """So many ideas, in words."""
    return ngettext("%(n)s idea", "%(n)s ideas", number) % {"n": number_format(number)}


@register.filter
def taking_part(number: int) -> str:
    """So many people who take part, in words."""
    return ngettext("%(n)s person takes part", "%(n)s people take part", number) % {"n": number_format(number)}


# So wide and so high at most a photo stands in a list, in CSS pixels: half of what the small one has.
PHOTO_EDGE = 240


def _shorten_edge(photo: IdeaPhoto, edge: int) -> int:
    return round(edge * min(1, PHOTO_EDGE / max(photo.width, photo.height)))


@register.filter
def shown_width(photo: IdeaPhoto) -> int:
    """How wide the photo stands in a list."""
    return _shorten_edge(photo, photo.width)


@register.filter
def shown_height(photo: IdeaPhoto) -> int:
    """How high it stands there."""
    return _shorten_edge(photo, photo.height)


@register.filter
def photo_text(photo: IdeaPhoto, shown_as: str) -> str:
    """What a photo shows, for who does not see it; where its author has not said that, whose idea it is with."""
    if photo.description:
        return photo.description
    return _("Photo with the idea of %(name)s") % {"name": shown_as} if shown_as else _("Photo with this idea")
