"""Those who have agreed to meet reach each other: from the page by mail, and back from address to address."""

import pytest
from django.core import mail
from django.urls import reverse

from collaborations.actions.leaving import leave_collaborations
from collaborations.actions.letters import write_to_sides
from educities.activity.actions.delivery import deliver_due
from educities.activity.models import AuditEntry, Event, Message, Notice
from educities.kit.limits import TooOften
from matching.actions.introductions import agree_to_introduction
from stakeholders.actions.adulthood import become_minor
from tests.activity.test_reminders import never_quiet
from tests.collaborations.support import agree_all, make_person, propose
from tests.matching.support import introduce, make_town
from tests.support import refused, sign_in

pytestmark = pytest.mark.django_db
TEXT = "Shall we meet on Tuesday at the library?"


def write(client, scope, row, user):
    sign_in(client, user, second_factor=False)
    return client.post(reverse("write_to_sides", args=[scope.slug, row.pk]), {"text": TEXT})


def test_two_strangers_who_said_yes_reach_each_other(client, scope, settings):
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    never_quiet(scope)
    noa, omar, suggestion = make_town(scope)
    row = agree_to_introduction(introduce(suggestion), actor=omar.user)
    Message.objects.all().delete()
    sign_in(client, noa.user, second_factor=False)
    address = reverse("write_to_sides", args=[scope.slug, row.pk])
    assert address in client.get(row.get_absolute_url()).content.decode()
    assert write(client, scope, row, noa.user).status_code == 302
    deliver_due()
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == ([omar.user.email], [noa.user.email])
    assert TEXT in sent.body and "Noa" in sent.body and noa.user.email in sent.body
    sign_in(client, omar.user, second_factor=False)
    assert address in client.get(row.get_absolute_url()).content.decode()


def test_who_reads_no_mail_reads_it_among_the_notices(client, scope, monkeypatch):
    one, other = make_person(scope), make_person(scope)
    row = agree_all(propose(one, other))
    monkeypatch.setattr("educities.activity.texts.delivery_rows.next_mail", lambda city: "08:00")
    write(client, scope, row, one.user)
    said = client.get(row.get_absolute_url()).content.decode()
    assert "Sent. Their answers come to your email address. The email goes out at 08:00." in said
    sign_in(client, other.user, second_factor=False)
    page = client.get(reverse("inbox", args=[scope.slug])).content.decode()
    assert TEXT in page
    assert f'<bdi>{one.display_name}</bdi> <a href="mailto:{one.user.email}"' in page
    # Two messages of one day are two rows, each with its words.
    write_to_sides(row, actor=one.user, text="Or on Wednesday?")
    shown = client.get(reverse("inbox", args=[scope.slug])).content.decode()
    assert TEXT in shown and "Or on Wednesday?" in shown


def test_nothing_of_it_stands_in_a_log(scope):
    one, other = make_person(scope), make_person(scope)
    row = agree_all(propose(one, other))
    write_to_sides(row, actor=one.user, text=TEXT)
    entry = AuditEntry.objects.get(verb="collaborations.wrote")
    assert TEXT not in str(entry.data) + entry.reason and one.user.email not in str(entry.data)
    assert not Event.objects.filter(data__icontains="Tuesday").exists()


def test_before_it_is_agreed_nobody_is_written_to(client, scope):
    one, other = make_person(scope), make_person(scope)
    row = propose(one, other)
    assert refused(lambda: write_to_sides(row, actor=one.user, text=TEXT)) == "collaborations.not_agreed"
    assert write(client, scope, row, one.user).status_code == 409
    assert write(client, scope, row, other.user).status_code == 403


def test_neither_to_nor_from_somebody_under_18(client, scope):
    people = [make_person(scope) for _number in range(3)]
    row = agree_all(propose(*people))
    become_minor(people[2].user)
    Message.objects.all().delete()
    assert write_to_sides(row, actor=people[0].user, text=TEXT) == 1
    assert Message.objects.get().user == people[1].user
    people[2].user.refresh_from_db()
    assert write(client, scope, row, people[2].user).status_code == 403


def test_a_letter_that_waited_goes_to_no_child_and_tells_no_childs_address(scope, settings):
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    never_quiet(scope)
    reader, writer, third = (make_person(scope) for _number in range(3))
    row = agree_all(propose(reader, writer, third))
    Message.objects.all().delete()
    write_to_sides(row, actor=writer.user, text=TEXT)
    write_to_sides(row, actor=reader.user, text="From whom it was.")
    become_minor(reader.user)
    deliver_due()
    assert {(one.to[0], TEXT in one.body) for one in mail.outbox if "About" in one.subject} == {
        (third.user.email, True)
    }
    # Nor among the notices.
    kept = Notice.objects.filter(verb="collaborations.wrote")
    assert [(one.user, one.data["words"]) for one in kept] == [(third.user, TEXT)]


def test_who_was_erased_is_read_in_no_letter(scope, settings):
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    never_quiet(scope)
    reader, writer = make_person(scope), make_person(scope)
    row = agree_all(propose(reader, writer))
    Message.objects.all().delete()
    write_to_sides(row, actor=writer.user, text=TEXT)
    leave_collaborations(writer, keep_texts=True)
    deliver_due()
    assert [one for one in mail.outbox if TEXT in one.body] == []
    assert not Notice.objects.filter(data__icontains="library").exists()


def test_so_many_a_day(scope, monkeypatch):
    monkeypatch.setattr("collaborations.actions.letters.MOST_LETTERS", 1)
    one, other = make_person(scope), make_person(scope)
    row = agree_all(propose(one, other))
    write_to_sides(row, actor=one.user, text=TEXT)
    with pytest.raises(TooOften):
        write_to_sides(row, actor=one.user, text=TEXT)
