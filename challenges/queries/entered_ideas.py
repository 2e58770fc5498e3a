"""Ideas that others entered for a person."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from challenges.models import Contribution
from educities.kit.multilingual import translate_plain
from stakeholders.models import Profile
from stakeholders.queries.managed import EnteredAct

# Of these nothing is left to take back.
OVER = (Contribution.State.WITHDRAWN, Contribution.State.REMOVED)


def find_entered_ideas(profile: Profile) -> Iterator[EnteredAct]:
    """Those that still stand. One query."""
    rows = Contribution.objects.filter(author=profile, entered_by__isnull=False).exclude(state__in=OVER)
    for idea in rows.select_related("challenge"):
        yield EnteredAct(
            "idea",
            idea.pk,
            _("An idea for “%(question)s”") % {"question": translate_plain(idea.challenge.question)},
            idea.created_at,
            idea.entered_by_id,
            how=idea.get_channel_display(),
            quote=idea.text,
            question=_("Withdraw this idea?"),
            ends=" ".join(
                [_("We take your idea, and the support it got, off every page."), _("You cannot undo this.")]
            ),
            label=_("Withdraw the idea"),
        )
