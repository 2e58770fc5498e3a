"""Whoever asked to meet cannot tell a no from silence: not on any page, in any mail, event, file or answer, on no day."""

import json
import re

import pytest
from django.db import transaction
from django.urls import reverse

from educities.activity.models import Event, Message, Notice
from educities.activity.texts.history_rows import history_entries
from matching.actions.introductions import decline_introduction
from matching.queries.counts import count_by_sector
from matching.texts.personal_data import PERSONAL_SECTIONS
from tests.matching.support import introduce, make_town, pass_days

pytestmark = pytest.mark.django_db
# A token, the number of a notice and the moment at which it was written down.
VARIES = re.compile(
    r'<time datetime="[^"]*">[^<]*|/inbox/\d+/|(csrfmiddlewaretoken" value="|hx-headers=|nonce-)[^"]*"|\b(?:X-CSRFToken)[^}]*'
)


def read_everything(client, city, noa, row, sign_in, director):
    """All that the seeker, a director and partners read, with what differs from town to town levelled."""
    sign_in(client, noa.user, second_factor=False)
    seen = [
        VARIES.sub("", client.get(reverse(name, args=[city.slug])).content.decode())
        for name in ("meet", "mine", "inbox")
    ]
    seen += [
        VARIES.sub("", client.get(reverse(name, args=[city.slug, row.pk])).content.decode())
        for name in ("introduce_suggestion", "pass_suggestion")
    ]
    saved = client.post(reverse("save_suggestion", args=[city.slug, row.pk]), follow=True)
    seen.append(VARIES.sub("", saved.content.decode()))
    told = list(Notice.objects.filter(user=noa.user).order_by("pk").values_list("verb", "data"))
    mails = list(Message.objects.filter(user=noa.user).order_by("pk").values_list("kind", flat=True))
    events = list(Event.objects.filter(name__startswith="match.").order_by("pk").values_list("name", flat=True))
    columns = next(one for one in PERSONAL_SECTIONS if one.key == "suggestions").columns
    row.refresh_from_db()
    own = [str(one.read(row) if one.read else getattr(row, one.name)) for one in columns]
    counts = [tuple(one) for one in count_by_sector()]
    sign_in(client, director)
    seen.append(VARIES.sub("", client.get(reverse("matching", args=[city.slug])).content.decode()))
    return json.dumps([seen, told, mails, events, own, counts], default=str)


@pytest.mark.parametrize("days", [0, 10, 20, 21, 22])
def test_a_no_reads_as_silence_on_every_day(client, scope, sign_in, director, days) -> None:
    noa, omar, row = make_town(scope)
    row = introduce(row)
    silent = _read_after(client, scope, sign_in, director, (noa, omar, row), days, says_no=False)
    declined = _read_after(client, scope, sign_in, director, (noa, omar, row), days, says_no=True)
    assert silent == declined
    assert ("matching.expired" in silent) == (days >= 21)


def _read_after(client, city, sign_in, director, town, days, *, says_no):
    """What is read after so many days; the world is as before afterwards."""
    noa, omar, row = town
    client.cookies.clear()
    with transaction.atomic():
        if says_no:
            decline_introduction(row, actor=omar.user)
        pass_days(city, days)
        text = read_everything(client, city, noa, row, sign_in, director)
        transaction.set_rollback(True)
    row.refresh_from_db()
    return text


def test_who_said_no_stands_in_no_history(scope, client, sign_in, director) -> None:
    _noa, omar, row = make_town(scope)
    row = introduce(row)
    before = history_entries().count()
    decline_introduction(row, actor=omar.user)
    assert history_entries().count() == before
