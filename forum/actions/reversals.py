"""What becomes of a decision that came back: the forum says that it stays, or that it is reversed."""

from django.utils.translation import gettext as _

from cities.queries import city_today
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_reminders
from educities.kit.errors import DomainError
from forum import verbs
from forum.models import AgendaItem, Decision
from forum.queries import list_acting_users
from forum.texts import name_matter
from forum.values.reviews import REVERSED, STAYS

State = Decision.State


def conclude_review(item: AgendaItem, actor: User, earlier: str) -> None:
    """The earlier decision is reviewed and stays, or is reversed: whoever acts on it, or did, hears of that."""
    rows = Decision.objects.with_words().select_related("acts_profile__user")
    old = rows.filter(pk=item.record_id).first()
    if old is None or old.state != State.REVIEW_DUE:
        return
    if earlier not in {STAYS, REVERSED}:
        text = _("Say what becomes of the earlier decision.")
        raise DomainError(text, code="forum.no_review", field="earlier")
    if earlier == STAYS:
        old.move(State.REVIEWED, reviewed_on=city_today())
        record(verbs.REVIEWED, old, actor=actor)
        return
    old.move(State.REVERSED, reviewed_on=city_today())
    cancel_reminders(old)
    told = [user for user in list_acting_users(old) if user != actor]
    record(verbs.REVERSED, old, actor=actor, notify=told, note={"title": name_matter(old.item)})
