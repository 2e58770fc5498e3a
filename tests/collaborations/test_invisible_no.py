"""Among three sides or more nobody can tell a no from silence: not on a page, in a mail, a file, the history or the API, on no day."""

import json
import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse

from collaborations.actions.leaving import leave_collaborations
from collaborations.actions.outcomes import go_on_with_agreed, lapse_unanswered
from collaborations.actions.proposals import agree_to_collaboration, decline_collaboration, propose_collaboration
from collaborations.api import CollaborationList
from collaborations.models import Collaboration
from collaborations.texts import write_archive_blocker
from collaborations.texts.mails import collaboration_agreed, collaboration_proposed
from educities.activity.models import Event, Message, Notice
from educities.activity.texts.history_rows import history_entries, history_lines
from educities.activity.texts.mail_kinds import Letter
from tests.collaborations.support import WORDS, make_person, propose
from tests.factories import RepresentationFactory

pytestmark = pytest.mark.django_db
# A token, the number of a notice and the moment at which it was written down.
VARIES = re.compile(
    r'<time datetime="[^"]*">[^<]*|/inbox/\d+/|(csrfmiddlewaretoken" value="|hx-headers=|nonce-)[^"]*"|\b(?:X-CSRFToken)[^}]*'
)
PAGES = ("my_collaborations", "mine", "inbox", "network_map", "network_table")
OFFICE_PAGES = ("collaborations", "inbox", "network_map", "network_table", "network_figures")


@pytest.fixture
def town(scope, noa, omar, facilitator):
    """Brought together by the office: Noa, Omar, Rana, and an organisation."""
    rana = make_person(scope, display_name="Rana")
    speaker = RepresentationFactory(profile=make_person(scope))
    row = propose_collaboration([noa, omar, rana, speaker.organisation], actor=facilitator, **WORDS)
    return SimpleNamespace(row=row, noa=noa, omar=omar, rana=rana, speaker=speaker, city=scope)


def agree(row, person):
    agree_to_collaboration(row.parties.get(profile=person), actor=person.user)


def say_no(town, who):
    if who == "person":
        decline_collaboration(town.row.parties.get(profile=town.omar), actor=town.omar.user)
    elif who == "organisation":
        side = town.row.parties.get(organisation=town.speaker.organisation)
        decline_collaboration(side, actor=town.speaker.profile.user)


def read_everything(client, town, sign_in, director):
    """All that the other sides, the office and partners read of it."""
    seen = []
    for user, names in ((town.noa.user, PAGES), (town.rana.user, PAGES), (director, OFFICE_PAGES)):
        client.cookies.clear()
        sign_in(client, user, second_factor=user == director)
        addresses = [reverse(name, args=[town.city.slug]) for name in names]
        addresses += [town.row.get_absolute_url(), reverse("end_collaboration", args=[town.city.slug, town.row.pk])]
        addresses.append(f"{reverse('collaborations', args=[town.city.slug])}?sector=2")
        seen += [VARIES.sub("", client.get(address).content.decode()) for address in addresses]
    others = [town.noa.user_id, town.rana.user_id, director.pk]
    seen.append(list(Notice.objects.filter(user__in=others).order_by("pk").values_list("user", "verb", "data")))
    seen.append(list(Message.objects.filter(user__in=others).order_by("pk").values_list("user", "kind")))
    seen.append(list(Event.objects.order_by("pk").values_list("name", "data")))
    seen.append([one[1:] for one in history_lines(history_entries().order_by("pk"), town.city.slug)])
    seen.append(list(CollaborationList().rows(SimpleNamespace(query_params={}))))
    seen.append(write_archive_blocker(town.speaker.organisation))
    letter = Letter("collaborations.proposed", {"title": town.row.title}, target_id=str(town.row.pk))
    seen.append([str(write(letter)) for write in (collaboration_proposed, collaboration_agreed)])
    return json.dumps(seen, default=str)


def let_pass(town, then):
    """What comes after the answer."""
    if then in {"one more yes", "the last day", "go on"}:
        agree(town.row, town.rana)
    if then == "go on":
        go_on_with_agreed(town.row, actor=town.noa.user)
    if then in {"the last day", "too few"}:
        Collaboration.objects.update(answer_by=town.city.today())
        lapse_unanswered()


@pytest.mark.parametrize("who", ["person", "organisation"])
@pytest.mark.parametrize(
    ("then", "state"),
    [
        ("", "proposed"),
        ("one more yes", "proposed"),
        ("go on", "agreed"),
        ("the last day", "agreed"),
        ("too few", "lapsed"),
    ],
)
def test_a_no_reads_as_silence(client, town, sign_in, director, who, then, state) -> None:
    agree(town.row, town.noa)
    seen = []
    for answer in ("", who):
        with transaction.atomic():
            say_no(town, answer)
            let_pass(town, then)
            seen.append(read_everything(client, town, sign_in, director))
            town.row.refresh_from_db()
            assert town.row.state == state
            transaction.set_rollback(True)
        town.row.refresh_from_db()
    assert seen[0] == seen[1]


def test_with_three_sides_nobody_finds_it_by_leaving_the_others_out(noa, omar, scope) -> None:
    """The second of two no's ends nothing either: else it would tell that the first was one."""
    rana = make_person(scope)
    row = propose(noa, omar, rana)
    for person in (omar, rana):
        decline_collaboration(row.parties.get(profile=person), actor=person.user)
        row.refresh_from_db()
        assert row.state == "proposed"


class TestTwoSides:
    """Between two an answer cannot be hidden, so no text says that it is."""

    def test_the_page_and_the_mail_say_so(self, client, scope, noa, omar, sign_in) -> None:
        row = propose(noa, omar)
        sign_in(client, omar.user, second_factor=False)
        shown = client.get(row.get_absolute_url()).content.decode()
        assert "The other side reads that it did not come about" in shown
        assert "nobody reads" not in shown
        mail = collaboration_proposed(Letter("collaborations.proposed", {}, target_id=str(row.pk)))
        assert "the other side reads that it did not come about" in mail.until

    def test_among_three_the_promise_stands(self, client, scope, noa, omar, sign_in) -> None:
        row = propose(noa, omar, make_person(scope))
        sign_in(client, omar.user, second_factor=False)
        assert "nobody reads who said it" in client.get(row.get_absolute_url()).content.decode()


class TestWhoSaidNo:
    def test_it_is_in_none_of_their_lists_and_they_do_not_read_what_becomes_of_it(
        self, client, scope, noa, omar, sign_in
    ) -> None:
        rana = make_person(scope)
        row = propose(noa, omar, rana, purpose={"en": "Secret plans"})
        decline_collaboration(row.parties.get(profile=omar), actor=omar.user)
        sign_in(client, omar.user, second_factor=False)
        for name in ("my_collaborations", "mine"):
            assert row.get_absolute_url() not in client.get(reverse(name, args=[scope.slug])).content.decode()
        assert "You said no" in client.get(row.get_absolute_url()).content.decode()
        agree(row, rana)
        go_on_with_agreed(Collaboration.objects.get(), actor=noa.user)
        shown = client.get(row.get_absolute_url()).content.decode()
        assert "It goes on without you" in shown
        assert "Secret plans" not in shown

    def test_who_was_silent_hears_that_it_goes_on_without_them_and_who_said_no_does_not(self, noa, omar, scope) -> None:
        rana, silent = make_person(scope), make_person(scope)
        row = propose(noa, omar, rana, silent)
        decline_collaboration(row.parties.get(profile=omar), actor=omar.user)
        agree(row, rana)
        go_on_with_agreed(row, actor=noa.user)
        told = Notice.objects.filter(verb="collaborations.left_out").values_list("user", flat=True)
        assert list(told) == [silent.user_id]
        assert {str(one) for one in Collaboration.objects.get().sides} == {"Noa", str(rana)}


def test_whose_side_has_left_no_longer_holds_the_others_up(scope, noa, omar) -> None:
    rana = make_person(scope)
    row = propose(noa, omar, rana)
    agree(row, rana)
    leave_collaborations(omar, keep_texts=True)
    row.refresh_from_db()
    assert (row.state, len(row.sides)) == ("agreed", 2)
