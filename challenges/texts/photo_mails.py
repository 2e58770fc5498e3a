"""What the mails about photos of ideas say."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Contribution, IdeaPhoto
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, quote_words
from educities.kit.multilingual import translate_plain


def photo_refused(letter: Letter) -> Mail:
    """Which rule, what the moderator wrote, how long the photo is kept, and the way to send another one."""
    idea = Contribution.objects.select_related("challenge", "city").filter(pk=letter.target_id or None).first()
    way = letter.page(reverse("send_photo", args=[idea.city.slug, idea.pk])) if idea else letter.url
    title = translate_plain(idea.challenge.question) if idea else ""
    facts: list[Fact] = [(_("Reason"), letter.word("rule"))]
    if reason := letter.word("reason"):
        facts.append((_("What the moderator writes"), quote_words(reason)))
    return Mail(
        subject=_("Your photo is not shown: you can send another one"),
        preview=_("Your idea stays as it is. Only the photo is not shown."),
        heading=_("Your photo is not shown"),
        lead=compose_sentence(_("A moderator has looked at the photo with your idea for “%(title)s”."), title=title)
        if title
        else _("A moderator has looked at the photo with your idea."),
        facts=facts,
        until=ngettext(
            "We delete this photo after %(n)s day. You can send another one before or after that.",
            "We delete this photo after %(n)s days. You can send another one before or after that.",
            IdeaPhoto.REFUSED_DAYS,
        )
        % {"n": IdeaPhoto.REFUSED_DAYS},
        button=(_("Send another photo"), way),
        other=letter.replies(_("You see it differently? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because you sent this photo."),
        thread=f"idea:{letter.target_id}",
    )
