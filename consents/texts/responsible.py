"""What a mail to a parent or guardian says of who is responsible for the data."""

from django.utils.translation import gettext as _

from cities.queries.privacy import find_notice
from educities.activity.texts.mail_kinds import Fact
from educities.kit.multilingual import translate_plain


def list_responsible() -> tuple[Fact, ...]:
    """Who is responsible for the data of the scope's city, and whom to ask, as the city says it; nothing while it has not."""
    notice = find_notice()
    if notice is None:
        return ()
    lines = ((_("Responsible for the data"), notice.responsible), (_("Whom you can ask"), notice.contact))
    return tuple((label, translate_plain(words).splitlines()) for label, words in lines if words)
