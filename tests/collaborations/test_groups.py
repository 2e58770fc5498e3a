"""A class or a group of children is a side of its school: nobody in it is named, an adult answers."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from collaborations.actions.leaving import leave_collaborations
from collaborations.actions.proposals import agree_to_collaboration, decline_collaboration, propose_collaboration
from collaborations.actions.sides import Group
from collaborations.models import Collaboration, Party
from educities.activity.models import Notice
from reports.queries.staff_days import read_day
from stakeholders.forms.person_select import describe_since
from stakeholders.models import AgeBand, Profile
from stakeholders.queries.visibility import SIGHT_OF_STAFF, find_sight
from tests.collaborations.support import WORDS, make_person, propose
from tests.factories import OrganisationFactory, RepresentationFactory
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(scope):
    return RepresentationFactory(profile=make_person(scope, display_name="Rana"))


@pytest.fixture
def school(teacher):
    return teacher.organisation


def test_the_school_answers_and_who_answers_leads_the_class(noa, teacher, school):
    row = propose(noa, Group(school, "4b", 28))
    side = row.parties.get(organisation=school)
    assert (side.group_name, side.group_size, str(side)) == ("4b", 28, f"4b, {school}")
    assert Notice.objects.filter(user=teacher.profile.user, verb="collaborations.proposed").exists()
    agree_to_collaboration(side, actor=teacher.profile.user)
    row.refresh_from_db()
    side.refresh_from_db()
    assert (row.state, side.led_by, side.answered_by) == ("agreed", teacher.profile, teacher.profile)


def test_a_no_makes_nobody_its_leader(noa, teacher, school):
    side = propose(noa, Group(school, "4b")).parties.get(organisation=school)
    decline_collaboration(side, actor=teacher.profile.user)
    side.refresh_from_db()
    assert side.led_by is None


def test_two_classes_of_one_school_are_two_sides(facilitator, school):
    sides = [Group(school, "4a"), Group(school, "4b"), Group(school, "4B")]
    row = propose_collaboration(sides, actor=facilitator, **WORDS)
    assert [one.group_name for one in row.parties.all()] == ["4a", "4b"]


def test_an_adult_who_leads_a_group_answers_for_it_though_they_speak_for_no_school(scope, noa, omar, facilitator):
    school = OrganisationFactory()
    row = propose_collaboration([noa, Group(school, "Pupils’ council", 9, omar)], actor=facilitator, **WORDS)
    side = row.parties.get(organisation=school)
    assert omar.user.has_perm("collaborations.answer_party", side)
    assert not noa.user.has_perm("collaborations.answer_party", side)
    agree_to_collaboration(side, actor=omar.user)
    assert fresh(omar.user).has_perm("collaborations.change_collaboration", row)


def test_it_waits_on_the_day_of_who_leads_it(scope, noa, director, facilitator):
    leader = Profile.objects.get(user=director)
    row = propose_collaboration([noa, Group(OrganisationFactory(), "4b", 28, leader)], actor=facilitator, **WORDS)
    lines = read_day(scope, fresh(director), 9)[0].lines
    assert row.get_absolute_url() in [line.url for line in lines]


@pytest.mark.parametrize("band", [AgeBand.CHILD, AgeBand.YOUTH])
def test_invariant_5_no_child_leads_a_group(scope, noa, school, facilitator, band):
    child = make_person(scope, age_band=band)
    group = Group(school, "4b", 28, child)
    act = lambda: propose_collaboration([noa, group], actor=facilitator, **WORDS)  # noqa: E731
    assert refused(act) == "collaborations.no_adult"
    side = propose_collaboration([noa, group._replace(led_by=None)], actor=facilitator, **WORDS).parties.last()
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=side.pk).update(led_by=child)


@pytest.mark.parametrize("columns", [{"group_size": 12}, {"profile": True, "organisation": None}, {"group_size": 0}])
def test_the_database_takes_only_a_named_group_of_an_organisation(noa, school, columns):
    side = propose(noa, Group(school, "4b", 28)).parties.get(organisation=school)
    person = {"profile": make_person(side.city)} if columns.pop("profile", None) else {}
    if columns == {"group_size": 12}:
        columns = {"group_name": "", **columns}
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=side.pk).update(**columns, **person)


def test_who_leads_it_leaves_and_the_class_stays(noa, teacher, school):
    row = propose(noa, Group(school, "4b", 28, teacher.profile))
    leave_collaborations(teacher.profile, keep_texts=True)
    side = row.parties.get(organisation=school)
    assert (side.led_by, side.state) == (None, "asked")


class TestPages:
    def test_a_resident_asks_a_class_and_its_teacher_answers(self, client, scope, noa, teacher, school, sign_in):
        sign_in(client, noa.user, second_factor=False)
        url = reverse("propose_to_organisation", args=[scope.slug, school.pk])
        fields = {"title_en": "A garden", "circle": "class", "group_name": "4b", "group_size": "٢٨"}
        client.post(url, fields)
        side = Collaboration.objects.get().parties.get(organisation=school)
        assert (side.group_name, side.group_size) == ("4b", 28)
        sign_in(client, teacher.profile.user, second_factor=False)
        shown = client.get(side.collaboration.get_absolute_url()).content.decode()
        assert "4b" in shown
        client.post(reverse("agree_to_collaboration", args=[scope.slug, side.pk]), {"gives_en": "Thirty hands"})
        side.collaboration.refresh_from_db()
        assert side.collaboration.state == "agreed"

    def test_a_teacher_proposes_in_the_name_of_the_class(self, client, scope, omar, teacher, school, sign_in):
        sign_in(client, teacher.profile.user, second_factor=False)
        url = reverse("propose_to_person", args=[scope.slug, omar.pk])
        fields = {"title_en": "A garden", "circle": "class", "own": str(school.pk), "own_group": "4b"}
        client.post(url, fields)
        side = Collaboration.objects.get().parties.get(organisation=school)
        assert (side.state, side.led_by) == ("agreed", teacher.profile)

    @pytest.mark.parametrize(("more", "field"), [({"own_group": "4b"}, "own"), ({"own_group_size": "9"}, "own_group")])
    def test_a_class_without_its_school_or_without_a_name_is_said(
        self, client, scope, omar, teacher, sign_in, more, field
    ):
        sign_in(client, teacher.profile.user, second_factor=False)
        url = reverse("propose_to_person", args=[scope.slug, omar.pk])
        page = client.post(url, {"title_en": "A garden", "circle": "class", "own": "me", **more})
        assert field in page.context["form"].errors

    def test_the_office_names_class_and_leader(self, client, scope, noa, omar, school, director, sign_in):
        sign_in(client, director)
        fields = {"title_en": "A garden", "circle": "class", "people": [str(noa.pk)], "school": str(school.pk)}
        client.post(
            reverse("introduce_parties", args=[scope.slug]), {**fields, "group_name": "4b", "led_by": str(omar.pk)}
        )
        side = Collaboration.objects.get().parties.get(organisation=school)
        assert (side.group_name, side.led_by, side.state) == ("4b", omar, "asked")


def test_two_people_of_one_name_are_told_apart_among_those_who_could_lead(client, scope, director, sign_in):
    same = [make_person(scope, display_name="Yasmin Mansour") for _one in range(2)]
    Profile.objects.filter(pk=same[0].pk).update(created_at=same[0].created_at - timedelta(days=400))
    sign_in(client, director)
    field = client.get(reverse("introduce_parties", args=[scope.slug])).context["form"]["led_by"]
    labels = re.findall(r">\s*([^<]*Yasmin Mansour[^<]*?)\s*<", str(field))
    assert len(labels) == len(set(labels)) == 2
    found = client.get(reverse("find_people", args=[scope.slug]), {"name": "led_by", "led_by-q": "Yasmin"})
    assert all(label in found.content.decode() for label in labels)


def test_when_somebody_came_is_read_by_the_staff_alone(scope):
    person = make_person(scope, display_name="Yasmin Mansour")
    assert describe_since(person, SIGHT_OF_STAFF).startswith("registered ")
    assert describe_since(person, find_sight(make_person(scope).user, scope)) == ""
