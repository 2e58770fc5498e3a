"""A milestone is reached by a record of the city, found by search; words stand beside it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from cities.models import City
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Event
from educities.kit import search_select
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from programs import actions
from programs.api import Milestones
from programs.imports.template import load_lines
from programs.models import IndicatorValue, Milestone, Program
from programs.queries.evidence import list_offered, load_evidence
from programs.values.evidence import EVIDENCE
from reports.management.practice.programs import RECORDS
from tests.factories import (
    ExpeditionFactory,
    LabFactory,
    ProgramFactory,
    SessionFactory,
    daytime_in_a_week,
)
from tests.matrix import people_with
from tests.programs.support import launched, make_figure, make_record, show_milestone
from tests.support import assert_same_queries, refused

pytestmark = pytest.mark.django_db
NAME = {"en": "Harbour lab"}


@pytest.fixture
def program(scope: City) -> Program:
    return ProgramFactory()


def make_milestone(program: Program) -> Milestone:
    year = program.years.first()
    due = year.starts_on
    return Milestone.objects.create(year=year, title={"en": "First lab"}, due_on=due, baseline_due_on=due)


@pytest.fixture
def milestone(program: Program) -> Milestone:
    return make_milestone(program)


@pytest.fixture
def as_director(client: Client, sign_in: Callable[..., Client], director: User) -> Client:
    return sign_in(client, director)


def move_address(city: City, milestone: Milestone) -> str:
    return reverse("move_milestone", args=[city.slug, milestone.pk])


@pytest.mark.parametrize("kind", [kind.key for kind in EVIDENCE])
def test_each_kind_of_record_shows_it(kind: str, milestone: Milestone, director: User) -> None:
    made = make_record(kind)
    actions.reach_milestone(milestone, actor=director, link=(kind, made.pk))
    (shown,) = load_evidence([Milestone.objects.get(pk=milestone.pk)]).values()
    assert shown.name
    assert shown.url.startswith("/c/")


# At least one of the template that is not shown by the kind.
OTHER_KIND = {"1.8": "lab", "2.2": "credential", "1.7": "figure"}


@pytest.mark.parametrize("line", OTHER_KIND)
def test_a_record_of_another_kind_than_the_template_names_shows_nothing(
    line: str, program: Program, director: User, as_director: Client, city: City
) -> None:
    kind = OTHER_KIND[line]
    with city_scope(city.pk):
        milestone = Milestone.objects.select_related("year__program").get(code__endswith=f"/{line}")
        other, right = (kind, make_record(kind).pk), show_milestone(milestone)
    code = refused(lambda: actions.reach_milestone(milestone, actor=director, link=other))
    assert code == "programs.evidence_of_another_kind"
    page = as_director.get(milestone.get_absolute_url()).content.decode()
    assert f'value="{right[0]}:{right[1]}"' in page
    assert f'value="{kind}:' not in page
    data = {"state": "reached", "record": f"{kind}:{other[1]}"}
    answer = as_director.post(move_address(city, milestone), data)
    assert "A record of this kind does not show it." in answer.content.decode()
    find = reverse("find_evidence", args=[city.slug])
    data = {"name": "record", "record-q": "a", "milestone": milestone.pk}
    assert f'value="{kind}:' not in as_director.get(find, data).content.decode()
    with city_scope(city.pk):
        assert Milestone.objects.get(pk=milestone.pk).state == "planned"
        assert actions.reach_milestone(milestone, actor=director, link=right).state == "reached"


MEASURED = ("actual", "baseline")


@pytest.mark.parametrize("series", [*MEASURED, "target", "benchmark"])
def test_a_milestone_is_reached_by_a_figure_that_was_measured(series: str, program: Program, director: User) -> None:
    """A target is a hope; the national average is another's."""
    figure = make_figure(series)
    milestone = Milestone.objects.select_related("year__program").get(code__endswith="/2.2")

    def reach() -> Milestone:
        return actions.reach_milestone(milestone, actor=director, link=("figure", figure.pk))

    assert len(list_offered(EVIDENCE.get("figure"), most=5)) == (series in MEASURED)
    if series in MEASURED:
        assert reach().state == "reached"
    else:
        assert refused(reach) == "programs.evidence_unknown"


def test_what_no_app_keeps_yet_is_shown_by_nothing(program: Program, director: User) -> None:
    without = {code for code, line in load_lines().items() if not any(map(EVIDENCE.get, line.proof))}
    assert without == {"4.7", "5.7"}
    milestone = Milestone.objects.select_related("year__program").get(code__endswith="/4.7")
    with pytest.raises(DomainError, match="No record of the city shows this milestone yet"):
        actions.reach_milestone(milestone, actor=director, link=("session", make_record("session").pk))


def test_the_practice_city_reaches_its_milestones_by_what_can_show_them() -> None:
    assert all(key in load_lines()[line].proof for line, (key, _about, _order) in RECORDS.items())


def test_sessions_of_the_same_name_are_told_apart_by_their_day(scope: City) -> None:
    days = [daytime_in_a_week(minutes=0) - timedelta(days=n) for n in (20, 30)]
    rows = [SessionFactory(state="recorded", title={"en": "Offers and needs"}, starts_at=at) for at in days]
    offered = dict(list_offered(EVIDENCE.get("session"), most=5))
    assert len({offered[f"session:{row.pk}"] for row in rows}) == 2


def test_expeditions_of_the_same_question_are_told_apart_by_their_day(scope: City) -> None:
    days = [timezone.localdate() - timedelta(days=n) for n in (20, 30)]
    rows = [ExpeditionFactory(state="returned", question={"en": "How?"}, starts_on=day, ends_on=day) for day in days]
    offered = dict(list_offered(EVIDENCE.get("expedition"), most=5))
    assert len({offered[f"expedition:{row.pk}"] for row in rows}) == 2


def test_a_figure_taken_back_later_is_no_longer_called_confirmed(
    milestone: Milestone, director: User, as_director: Client, city: City
) -> None:
    with city_scope(city.pk):
        figure = make_record("figure")
        actions.reach_milestone(milestone, actor=director, link=("figure", figure.pk))
    pages = [milestone.get_absolute_url(), reverse("program", args=[city.slug])]
    assert all("Confirmed figure:" in as_director.get(page).content.decode() for page in pages)
    with city_scope(city.pk):
        IndicatorValue.objects.filter(pk=figure.pk).update(state="submitted")
    shown = [as_director.get(page).content.decode() for page in pages]
    assert not any("Confirmed figure:" in text for text in shown)
    assert all("hanged since" in text for text in shown)


def test_the_record_stands_in_the_history_and_goes_to_partners(milestone: Milestone, director: User) -> None:
    lab = launched()
    actions.reach_milestone(milestone, actor=director, link=("lab", lab.pk), evidence="And the photograph")
    assert Milestone.objects.get(pk=milestone.pk).evidence == "And the photograph"
    event = Event.objects.get(name="milestone.state_changed")
    assert (event.data["evidence_kind"], event.data["evidence_id"]) == ("lab", lab.pk)
    assert AuditEntry.objects.get(verb="programs.milestone_moved").data["evidence_id"] == lab.pk


@pytest.mark.parametrize("link", [("lab", 2**62), ("nothing", 1), ("profile", 1)])
def test_what_is_no_record_is_refused(link: tuple[str, int], milestone: Milestone, director: User) -> None:
    code = refused(lambda: actions.reach_milestone(milestone, actor=director, link=link))
    assert code == "programs.evidence_unknown"


def test_a_record_that_does_not_show_it_yet_is_refused(milestone: Milestone, director: User) -> None:
    lab = LabFactory(state="draft", launched_at=None)
    code = refused(lambda: actions.reach_milestone(milestone, actor=director, link=("lab", lab.pk)))
    assert code == "programs.evidence_unknown"


def test_a_record_of_another_city_is_refused(
    as_director: Client, city: City, other_city: City, milestone: Milestone
) -> None:
    with city_scope(other_city.pk):
        foreign = launched()
    answer = as_director.post(move_address(city, milestone), {"state": "reached", "record": f"lab:{foreign.pk}"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["record"] == ["Choose a record of this city."]


def test_nothing_at_all_is_refused_at_the_record(as_director: Client, city: City, milestone: Milestone) -> None:
    answer = as_director.post(move_address(city, milestone), {"state": "reached"})
    assert answer.context["form"].errors["record"] == [
        "Choose a record that shows it is reached. Without one, ask the network steward for an override."
    ]


def test_the_database_wants_a_record_or_words(milestone: Milestone) -> None:
    rows = Milestone.objects.filter(pk=milestone.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="reached")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(evidence_kind="lab")
    assert rows.update(state="reached", evidence_kind="lab", evidence_id=1) == 1


def test_the_page_offers_records_and_shows_the_chosen_one(
    as_director: Client, city: City, milestone: Milestone
) -> None:
    with city_scope(city.pk):
        lab = launched(name=NAME)
    page = milestone.get_absolute_url()
    assert f'value="lab:{lab.pk}"' in as_director.get(page).content.decode()
    answer = as_director.post(move_address(city, milestone), {"state": "reached", "record": f"lab:{lab.pk}"})
    assert answer.status_code == 302
    shown = as_director.get(page).content.decode()
    assert f'<a href="{lab.get_absolute_url()}"><bdi>Harbour lab</bdi></a>' in shown
    assert "Harbour lab" in as_director.get(reverse("program", args=[city.slug])).content.decode()


def test_the_milestone_tells_of_a_record_that_is_gone(as_director: Client, city: City, milestone: Milestone) -> None:
    with city_scope(city.pk):
        Milestone.objects.filter(pk=milestone.pk).update(state="reached", evidence_kind="lab", evidence_id=2**60)
    assert "The record was removed." in as_director.get(milestone.get_absolute_url()).content.decode()


def test_a_record_is_for_a_milestone_that_is_reached(as_director: Client, city: City, milestone: Milestone) -> None:
    with city_scope(city.pk):
        lab = launched()
    data = {"state": "missed", "record": f"lab:{lab.pk}", "words": "No room was found"}
    answer = as_director.post(move_address(city, milestone), data)
    assert "record" in answer.context["form"].errors


def test_many_records_are_found_by_a_part_of_their_words(
    as_director: Client, city: City, milestone: Milestone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programs.forms.evidence.SHORT", 1)
    assert search_select.SHORT > 1
    with city_scope(city.pk):
        lab = launched(name=NAME)
        launched(name={"en": "Hill lab"})
    find = reverse("find_evidence", args=[city.slug])
    assert "Harbour" not in as_director.get(milestone.get_absolute_url()).content.decode()
    found = as_director.get(find, {"name": "record", "record-q": "harb"}).content.decode()
    assert f'value="lab:{lab.pk}"' in found
    assert "Lab · Harbour lab" in found
    assert "Hill lab" not in found


def test_words_that_were_typed_and_not_chosen_are_not_lost(
    as_director: Client, city: City, milestone: Milestone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programs.forms.evidence.SHORT", 1)
    with city_scope(city.pk):
        launched(name=NAME)
        launched(name={"en": "Hill lab"})
    answer = as_director.post(
        move_address(city, milestone), {"state": "reached", "record-q": "harb", "words": "The minutes"}
    )
    assert answer.status_code == 422
    assert "Harbour lab" in answer.content.decode()


def test_the_milestones_page_costs_the_same_for_one_and_three_records(
    as_director: Client, city: City, milestone: Milestone
) -> None:
    def more(count: int) -> None:
        with city_scope(city.pk):
            for _ in range(count):
                launched()

    assert_same_queries(lambda: as_director.get(milestone.get_absolute_url()), more)


def test_the_program_costs_the_same_for_one_and_three_reached_by_records(
    as_director: Client, city: City, program: Program
) -> None:
    def more(count: int) -> None:
        with city_scope(city.pk):
            for _ in range(count):
                row = make_milestone(program)
                Milestone.objects.filter(pk=row.pk).update(
                    state="reached", evidence_kind="lab", evidence_id=launched().pk
                )

    assert_same_queries(lambda: as_director.get(reverse("program", args=[city.slug])), more)


def test_a_day_that_is_over_is_refused_at_its_field(as_director: Client, city: City, program: Program) -> None:
    year = program.years.first()
    address = reverse("add_milestone", args=[city.slug, year.pk])
    answer = as_director.post(address, {"title_en": "The first day", "due_on": "2024-10-01"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["due_on"][0].startswith("This day is over.")
    with city_scope(city.pk):
        assert not Milestone.objects.filter(title__en="The first day").exists()


@pytest.mark.parametrize("language", ["he", "ar"])
def test_the_refusal_of_a_day_reads_in_the_readers_language(language: str, program: Program, director: User) -> None:
    year = program.years.first()
    with translation.override(language):
        with pytest.raises(DomainError) as refusal:
            actions.add_milestone(year, actor=director, title={"en": "x"}, due_on=year.starts_on)
        assert not str(refusal.value).isascii()


def test_what_was_reached_before_is_added_with_what_shows_it(as_director: Client, city: City, program: Program) -> None:
    with city_scope(city.pk):
        lab = launched()
    address = reverse("add_milestone", args=[city.slug, program.years.first().pk])
    data = {"title_en": "The first day", "due_on": "2024-10-01", "record": f"lab:{lab.pk}"}
    assert as_director.post(address, data).status_code == 302
    with city_scope(city.pk):
        made = Milestone.objects.get(title__en="The first day")
        assert (made.state, made.evidence_kind, made.evidence_id) == ("reached", "lab", lab.pk)


def test_today_is_not_over(scope: City, director: User) -> None:
    program = ProgramFactory(starts_on=scope.today())
    made = actions.add_milestone(program.years.first(), actor=director, title={"en": "x"}, due_on=scope.today())
    assert made.state == "planned"


def test_the_form_proposes_a_day_to_come(as_director: Client, city: City, program: Program) -> None:
    with city_scope(city.pk):
        year = next(one for one in program.years.all() if one.ends_on > city.today())
    day = as_director.get(reverse("add_milestone", args=[city.slug, year.pk])).context["form"].initial["due_on"]
    assert city.today() <= day <= year.ends_on


def list_for_partners() -> list[dict[str, Any]]:
    return list(Milestones(kwargs={}).rows(Request(APIRequestFactory().get("/"))))


def test_partners_read_by_which_record_a_milestone_is_reached(milestone: Milestone, director: User) -> None:
    lab = launched()
    actions.sign_program(milestone.year.program, actor=director)
    actions.reach_milestone(milestone, actor=director, link=("lab", lab.pk))
    (row,) = (row for row in list_for_partners() if row["id"] == milestone.pk)
    assert row == {
        "id": milestone.pk,
        "title": {"en": "First lab"},
        "program_year": 1,
        "due_on": milestone.due_on,
        "baseline_due_on": milestone.baseline_due_on,
        "state": "reached",
        "code": "",
        "owner_role": "",
        "reached_by": "record",
        "evidence_kind": "lab",
        "evidence_id": lab.pk,
    }


def test_partners_read_nothing_of_a_program_that_is_not_signed(milestone: Milestone) -> None:
    assert list_for_partners() == []


def test_a_milestone_that_is_added_or_changed_is_an_event(scope: City, director: User) -> None:
    program = ProgramFactory(starts_on=scope.today())
    made = actions.add_milestone(program.years.first(), actor=director, title={"en": "x"}, due_on=scope.today())
    actions.change_milestone(made, actor=director, title={"en": "y"})
    names = Event.objects.filter(target_type="programs.milestone").order_by("pk").values_list("name", flat=True)
    assert list(names) == ["milestone.added", "milestone.changed"]


def test_who_works_here_may_open_each_record_that_a_milestone_names(scope: City) -> None:
    """So no link leads to a refusal: a reader of the city's progress has none."""
    for kind in EVIDENCE:
        model = kind.rows().model
        app, name = model._meta.app_label, model._meta.model_name
        if name in {"challenge", "credential"}:
            # Those offered stand open to everybody.
            continue
        permission = {"indicatorvalue": "programs.view_program"}.get(name, f"{app}.view_{name}")
        assert people_with("programs.view_program") - {"reader"} <= people_with(permission), kind.key
