"""One exchange of offers and needs of the practice city that has ended, with what came of it."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from cities.models import City
from exchange.actions.cards import mark_card, write_card
from exchange.actions.exchanges import end_exchange, move_exchange, open_exchange
from exchange.actions.joining import join_exchange
from exchange.models import Card, CardMark, Exchange, Participant
from reports.management.practice.cast import Cast
from reports.management.practice.collaborations import find_account
from reports.management.practice.people import PracticePeople
from reports.management.practice.words import in_three
from stakeholders.models import Area
from stakeholders.values import guess_first_name

DAYS_AGO = 21
TITLE = in_three("Offers and needs by the sea", "הצעות וצרכים ליד הים", "عروض واحتياجات عند البحر")
OFFER, NEED = Card.Kind.OFFER, Card.Kind.NEED
# Who (a place among the speakers) wrote what in which language, and who can help.
CARDS: tuple[tuple[int, str, str, str, str, int | None], ...] = (
    (0, OFFER, "gardening", "he", "שתילים ושני ערבים בשבוע", None),
    (1, NEED, "programming", "he", "מישהו שיראה לשתי כיתות מה זה קוד", 3),
    (2, NEED, "photography", "ar", "تصوير أسواق الحي قبل العيد", 6),
    (3, OFFER, "programming", "en", "Two afternoons with pupils", None),
    (4, OFFER, "traditional-cooking", "ar", "خبز مع الأطفال صباح الجمعة", None),
    (5, NEED, "bicycle-repair", "he", "כלים לתיקון אופניים בחצר בית הספר", None),
    (6, OFFER, "photography", "he", "מצלמה וסבלנות", None),
    (7, NEED, "storytelling", "en", "A story a week for the kindergarten", 2),
)


def create_exchange(city: City, cast: Cast, town: PracticePeople) -> None:
    """It ended three weeks ago: eight people, some marks, and needs that are still open."""
    row = open_exchange(actor=cast.facilitator, title=TITLE)
    people = {place: _add_person(row, town, place, lang) for place, _kind, _area, lang, _text, _can in CARDS}
    for place, kind, code, _language, text, can in CARDS:
        person, area = people[place], Area.objects.filter(code=code).first()
        actor = find_account(town.speakers[place])
        card = write_card(person, actor=actor, kind=kind, text=text, area=area, key=uuid4())
        if can is not None:
            helper = find_account(town.speakers[can])
            mark_card(card, people[can], actor=helper, kind=CardMark.Kind.CAN, is_on=True)
    while row.next_state != Exchange.State.ENDED:
        move_exchange(row, actor=cast.facilitator, seen=row.state, to=row.next_state)
        row.refresh_from_db()
    end_exchange(row, actor=cast.facilitator)
    day = timezone.now() - timedelta(days=DAYS_AGO)
    Exchange.objects.filter(pk=row.pk).update(
        opened_at=day, closes_at=day + timedelta(days=1), ended_at=day + timedelta(minutes=90), state_at=day
    )


def _add_person(row: Exchange, town: PracticePeople, place: int, language: str) -> Participant:
    speaker = town.speakers[place]
    name = guess_first_name(speaker.display_name)
    return join_exchange(row, actor=find_account(speaker), first_name=name, language=language)
