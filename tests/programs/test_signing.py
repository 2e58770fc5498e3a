"""Two people sign the five years, in either order; a city without a steward is signed by its director alone."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.queries.untrue_mails import find_untrue_ids
from programs import actions
from programs.models import Milestone, Signature
from tests.factories import MembershipFactory, ProgramFactory
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(scope: Any, director: Any) -> Any:
    return ProgramFactory(actor=director)


def list_true(verb: str) -> list[int]:
    """Whom the waiting mails of this verb would still reach."""
    mails = list(Message.objects.filter(kind=f"programs.{verb}", state=Message.State.PENDING).order_by("pk"))
    untrue = find_untrue_ids(mails)
    return [one.user_id for one in mails if one.pk not in untrue]


@pytest.mark.parametrize("how", ["signed", "ended", "changed"])
def test_nobody_is_asked_by_mail_for_a_signature_that_is_not_wanted(
    program: Any, director: Any, steward: Any, how: str
) -> None:
    actions.sign_program(program, actor=director)
    assert list_true("program_half_signed") == [steward.pk]
    if how == "signed":
        actions.sign_program(program, actor=steward)
    elif how == "ended":
        actions.withdraw_program(program, actor=director, reason="Another way")
    else:
        change_title(program, director)
        assert list_true("signatures_voided") == [steward.pk]
        assert list_true("program_half_signed") == []
        # Who signs first the second time has nothing left to sign; the other side has.
        actions.sign_program(program, actor=steward)
        assert list_true("signatures_voided") == []
        assert list_true("program_half_signed") == [director.pk]
        return
    assert list_true("program_half_signed") == []


@pytest.mark.parametrize("order", [("director", "steward"), ("steward", "director")])
def test_both_sides_sign_in_either_order(program: Any, director: Any, steward: Any, order: tuple[str, str]) -> None:
    people = {"director": director, "steward": steward}
    actions.sign_program(program, actor=people[order[0]])
    assert (program.state, program.signed_at) == ("proposed", None)
    assert refused(lambda: actions.sign_program(program, actor=people[order[0]])) == "programs.not_signed"
    half = AuditEntry.objects.get(verb="programs.program_half_signed")
    assert Notice.objects.filter(verb=half.verb).values_list("user_id", flat=True).get() == people[order[1]].pk
    actions.sign_program(program, actor=people[order[1]])
    assert program.state == "active"
    assert list(program.signatures.values_list("side", flat=True)) == list(order)


def test_the_director_signs_alone_where_there_is_no_steward_and_the_page_says_so(
    client: Any, program: Any, director: Any, sign_in: Any
) -> None:
    read = sign_in(client, director)
    asked = read.get(reverse("sign_program", args=[program.city.slug, program.pk])).content.decode()
    assert "signs alone, and the page says so" in asked
    actions.sign_program(program, actor=director)
    assert program.state == "active"
    page = read.get(reverse("program", args=[program.city.slug])).content.decode()
    assert "The city had no network steward; the education director signed alone." in page
    assert "<bdi>Ruth</bdi> · education director" in " ".join(page.split())


def change_title(program: Any, actor: Any) -> None:
    actions.change_milestone(_milestone(program), actor=actor, title={"en": "The city pays ten million"})


def _milestone(program: Any) -> Any:
    return Milestone.objects.select_related("year__program").filter(year__program=program).first()


# What the contract says, and how it changes.
CHANGES: dict[str, Callable[[Any, Any], Any]] = {
    "words": change_title,
    "dropped": lambda program, who: actions.move_milestone(_milestone(program), "dropped", actor=who, reason="No need"),
    "more": lambda program, who: actions.add_milestone(
        program.years.last(), actor=who, title={"en": "More"}, due_on=program.years.last().ends_on
    ),
    "focus": lambda program, who: actions.change_focus(program.years.first(), actor=who, focus={"en": "Swapped"}),
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_signature_stands_under_what_was_signed_alone(
    client: Any, program: Any, director: Any, steward: Any, sign_in: Any, how: str
) -> None:
    see = sign_in(client, steward)
    page = see.get(reverse("program", args=[program.city.slug])).content.decode()
    address = reverse("sign_program", args=[program.city.slug, program.pk])
    way = html.unescape(re.search(rf'href="({address}[^"]*)"', page)[1])
    seen = see.get(way).context["form"]["seen"].value()
    # Behind the open page: what is signed is what was read.
    CHANGES[how](program, director)
    for sent in (seen, ""):
        answer = see.post(address, {"seen": sent})
        assert (answer.status_code, "Read them again" in answer.content.decode()) == (409, True)
    assert "Read them again" in see.get(way).content.decode()
    # After the first signature: it is given again, and whoever gave it hears why.
    seen = see.get(address).context["form"]["seen"].value()
    assert see.post(address, {"seen": seen}).status_code == 302
    actions.change_focus(program.years.last(), actor=director, focus={"en": f"Swapped, {how}"})
    assert not program.signatures.exists()
    assert Notice.objects.filter(verb="programs.signatures_voided", user=steward).count() == 1
    actions.sign_program(program, actor=director)
    program.refresh_from_db()
    assert program.state == "proposed"
    actions.sign_program(program, actor=steward)
    assert program.state == "active"


def test_what_changes_nothing_takes_no_signature_back(program: Any, director: Any, steward: Any) -> None:
    actions.sign_program(program, actor=steward)
    row = _milestone(program)
    actions.change_milestone(row, actor=director, title=row.title)
    assert program.signatures.count() == 1


def test_nobody_signs_for_both_sides(program: Any, director: Any, steward: Any) -> None:
    actions.sign_program(program, actor=director)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(program=program, side="steward", person=director, signed_at=timezone.now())


def test_a_second_director_does_not_sign_in_the_place_of_the_steward(program: Any, director: Any, steward: Any) -> None:
    other = MembershipFactory(city=program.city, role="director").user
    actions.sign_program(program, actor=director)
    assert refused(lambda: actions.sign_program(program, actor=other)) == "programs.not_signed"
    assert program.state == "proposed"


def test_where_the_steward_has_left_the_director_signs_once_more(program: Any, director: Any, steward: Any) -> None:
    actions.sign_program(program, actor=director)
    steward.memberships.update(
        ends_on=program.city.today().replace(year=2020), starts_on=program.starts_on.replace(year=2019)
    )
    actions.sign_program(program, actor=director)
    assert program.is_signed
    assert program.signatures.count() == 1


def test_it_stands_on_the_day_of_who_has_still_to_sign(
    client: Any, program: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    text, today = "The five-year program is ready to be signed", reverse("dashboard", args=[program.city.slug])
    assert text in sign_in(client, steward).get(today).content.decode()
    actions.sign_program(program, actor=steward)
    assert text not in client.get(today).content.decode()
    assert text in sign_in(client, director).get(today).content.decode()
