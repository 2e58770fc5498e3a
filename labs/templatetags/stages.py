"""The path of the four stages, as every page draws it; templates need no `{% load %}` for it. See docs/design-system.md."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from labs.models.cohorts import Cohort, Stage

register = template.Library()


@register.filter
def shown_stage(cohort: Cohort) -> int:
    """`{% stage_path cohort|shown_stage %}`: the cohort's stage as the path draws it, 0 before it begins."""
    return 0 if cohort.state in {Cohort.State.PLANNED, Cohort.State.RECRUITING} else int(cohort.stage)


@register.simple_tag
def stage_path(stage: int, size: str = "full") -> SafeString:
    """`{% stage_path cohort.stage %}`, `{% stage_path 2 "mini" %}`: the path of four stages; 0 = before the first."""
    stage = int(stage or 0)
    items = []
    for number, name in Stage.choices:
        mark = "done" if number < stage else "now" if number == stage else "ahead"
        items.append((mark, mark_safe(' aria-current="step"') if mark == "now" else "", name))
    inside = format_html_join("", '<li class="{}"{}><span>{}</span></li>', items)
    css = "path mini" if size == "mini" else "path"
    label = _("Stage %(number)s of 4") % {"number": stage} if stage else _("Before the first stage")
    return format_html('<ol class="{}" aria-label="{}">{}</ol>', css, label, inside)
