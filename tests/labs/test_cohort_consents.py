"""What a cohort's facilitator sees of its children's consents, and enters for those without a mailbox."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from consents.actions import answer_own_consents
from consents.models import SignedForm
from consents.queries import has_consent
from educities.activity.models import AuditEntry
from labs.actions.children import add_child
from labs.models import CohortMember
from stakeholders.models import Profile
from tests.consents.people import YES, answered, child_of
from tests.factories import (
    ChildFactory,
    CohortFactory,
    CohortMemberFactory,
    OrganisationFactory,
    ProfileFactory,
    SiteFactory,
    UserFactory,
)
from tests.support import assert_same_queries, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope: Any) -> Any:
    return CohortFactory(state="running")


@pytest.fixture
def leader(client: Client, facilitator: Any) -> Client:
    sign_in(client, facilitator)
    return client


def page_of(cohort: Any) -> str:
    return f"/c/bat-galim/cohorts/{cohort.pk}/consents/"


def photo() -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(written, "PNG")
    return SimpleUploadedFile("form.png", written.getvalue(), content_type="image/png")


def test_who_lacks_what_stands_first(leader: Client, cohort: Any, scope: Any) -> None:
    whole, lacking, adult = child_of(scope, display_name="Avi"), child_of(scope, display_name="Zohar"), ProfileFactory()
    answered(whole, YES)
    answered(lacking, {**YES, "lab": False, "photo": False}, "father@example.org")
    answer_own_consents(adult, {"photo": True}, actor=UserFactory())
    for profile in (whole, lacking, adult):
        CohortMemberFactory(cohort=cohort, profile=profile)
    page = leader.get(page_of(cohort))
    assert [line.seat.profile for line in page.context["children"]] == [lacking, whole]
    assert [[str(name) for name in line.lacks] for line in page.context["children"]] == [["Taking part"], []]
    assert sorted(page.context["photographed"]) == sorted(["Avi", adult.display_name])
    assert "1 of 2 is complete." in page.content.decode()


def test_the_page_costs_the_same_for_one_and_three(leader: Client, cohort: Any, scope: Any) -> None:
    def add(count: int) -> None:
        for _number in range(count):
            child = child_of(scope)
            answered(child, YES, f"{child.pk}@example.org")
            CohortMemberFactory(cohort=cohort, profile=child)

    assert_same_queries(lambda: leader.get(page_of(cohort)), add, most=14)


def test_a_child_without_a_mailbox_takes_part_once_a_form_is_signed(leader: Client, cohort: Any, scope: Any) -> None:
    born = {"display_name": "Lior", "month": "5", "year": str(scope.today().year - 12), "sector": "1"}
    assert leader.post(f"/c/bat-galim/cohorts/{cohort.pk}/children/new/", born).status_code == 302
    seat = CohortMember.objects.get()
    assert (seat.state, seat.profile.user_id, seat.profile.needs_guardian) == ("awaiting_consent", None, True)
    way = f"/c/bat-galim/members/{seat.pk}/signed-form/"
    said = {
        "proof": "paper",
        "signed_on": scope.today().isoformat(),
        "name": "Noa",
        "relation": "parent",
        "adult_yes": ["account", "lab"],
        "child_yes": ["lab"],
    }
    assert leader.post(way, {**said, "adult_yes": ["lab"]}).status_code == 422
    assert leader.post(way, {**said, "adult_no": "on"}).status_code == 422
    assert leader.post(way, {**said, "proof": "school"}).status_code == 422
    assert leader.post(way, {**said, "scan": photo()}).status_code == 302
    seat.refresh_from_db()
    assert seat.state == "active"
    assert not has_consent(seat.profile, "photo")
    assert "Look at the scan" in leader.get(page_of(cohort)).content.decode()


def test_each_look_at_a_scan_is_recorded(leader: Client, cohort: Any) -> None:
    seat = CohortMemberFactory(cohort=cohort, profile=ChildFactory(), state="awaiting_consent")
    way = f"/c/bat-galim/members/{seat.pk}/"
    assert leader.post(f"{way}scan/").status_code == 302
    said = {"proof": "paper", "signed_on": cohort.city.today().isoformat(), "name": "Noa", "relation": "parent"}
    leader.post(f"{way}signed-form/", {**said, "adult_yes": list(YES), "scan": photo()})
    answer = leader.post(f"{way}scan/")
    assert answer["Content-Type"] == "image/webp"
    assert "no-store" in answer["Cache-Control"]
    assert bytes(answer.content) == bytes(SignedForm.objects.get().scan)
    assert AuditEntry.objects.filter(verb="consents.scan_read").count() == 1


def test_a_form_refused_for_another_line_keeps_its_scan(leader: Client, cohort: Any) -> None:
    seat = CohortMemberFactory(cohort=cohort, profile=ChildFactory(), state="awaiting_consent")
    way = f"/c/bat-galim/members/{seat.pk}/signed-form/"
    # With a page's token, as browsers send it: then the answer is drawn while the act runs.
    refused = leader.post(way, {"scan": photo(), "csrfmiddlewaretoken": "t" * 64})
    assert refused.status_code == 422
    assert "“<bdi>form.png</bdi>”, which you chose before, goes along." in refused.content.decode()
    said = {"proof": "paper", "signed_on": cohort.city.today().isoformat(), "name": "Noa", "relation": "parent"}
    assert leader.post(way, {**said, "adult_yes": list(YES)}).status_code == 302
    assert SignedForm.objects.get().scan_type == "image/webp"


def test_what_is_left_blank_on_a_form_is_not_answered(leader: Client, cohort: Any) -> None:
    seat = CohortMemberFactory(cohort=cohort, profile=ChildFactory(), state="awaiting_consent")
    said = {"proof": "paper", "signed_on": cohort.city.today().isoformat(), "name": "Noa", "relation": "parent"}
    said |= {"adult_yes": ["account", "lab"], "adult_refuses": ["photo"]}
    way = f"/c/bat-galim/members/{seat.pk}/signed-form/"
    assert leader.post(way, {**said, "adult_refuses": ["lab"]}).status_code == 422
    assert leader.post(way, said).status_code == 302
    assert SignedForm.objects.get().answers == {"account": True, "lab": True, "photo": False}
    answers = {str(name): yes for name, yes in leader.get(page_of(cohort)).context["children"][0].answers}
    assert (answers["Photographs"], answers["Research"]) == (False, None)
    assert "not answered yet" in leader.get(page_of(cohort)).content.decode()


def test_a_school_with_a_form_on_file_is_a_school(leader: Client, cohort: Any) -> None:
    shop = OrganisationFactory(name={"en": "Corner Books"}, state="verified")
    school = OrganisationFactory(name={"en": "Harbour School"}, state="verified", field="formal")
    centre = OrganisationFactory(name={"en": "Centre with a school"}, state="verified")
    SiteFactory(organisation=centre, kind="school")
    seat = CohortMemberFactory(cohort=cohort, profile=ChildFactory(), state="awaiting_consent")
    page = leader.get(f"/c/bat-galim/members/{seat.pk}/signed-form/")
    assert set(page.context["form"].fields["school"].queryset) == {school, centre}
    assert shop.name["en"] not in page.content.decode()
    assert "Corner Books" not in leader.get("/c/bat-galim/organisations/find/?schools=1&q=c").content.decode()


def test_a_printed_form_names_nobody_unless_it_is_chosen(leader: Client, cohort: Any) -> None:
    seat = CohortMemberFactory(cohort=cohort, profile=ChildFactory(display_name="Zohar"))
    way = f"/c/bat-galim/members/{seat.pk}/form/"
    page = leader.get(way)
    assert "Zohar" not in page.content.decode()
    assert page.context["code"] in page.content.decode()
    assert "Zohar" in leader.get(f"{way}?name").content.decode()


def test_of_a_child_without_a_mailbox_no_paper_says_that_its_address_is_kept(leader: Client, cohort: Any) -> None:
    seat = CohortMemberFactory(cohort=cohort, profile=ChildFactory(user=None))
    page = leader.get(f"/c/bat-galim/members/{seat.pk}/form/").content.decode()
    assert "and no email address" in page
    assert "email address, age group" not in page


def test_who_needs_no_guardian_is_asked_for_no_form(leader: Client, cohort: Any, facilitator: Any) -> None:
    seat = CohortMemberFactory(cohort=cohort)
    page = leader.get(f"/c/bat-galim/members/{seat.pk}/signed-form/").content.decode()
    assert "Nobody needs to answer for this person." in page
    assert not SignedForm.objects.exists()


def test_the_day_says_how_many_children_wait(leader: Client, cohort: Any, facilitator: Any, scope: Any) -> None:
    for _number in range(2):
        add_child(cohort, actor=facilitator, display_name="Lior", year=scope.today().year - 12, month=1, sector=1)
    assert "2 children wait for a consent" in leader.get("/c/bat-galim/today/").content.decode()
    assert Profile.objects.filter(needs_guardian=True, user=None).count() == 2


def test_a_typed_address_tells_no_age(leader: Client, cohort: Any, scope: Any) -> None:
    """Who was asked by an address is not known to be a child before saying yes."""
    seat = CohortMemberFactory(cohort=cohort, profile=child_of(scope), state="invited", typed_name="Someone")
    assert leader.get(page_of(cohort)).context["children"] == []
    page = leader.get(f"/c/bat-galim/members/{seat.pk}/signed-form/").content.decode()
    assert "Nobody needs to answer for this person." in page


def test_a_member_is_asked_about_photos_until_they_answer(client: Client, cohort: Any) -> None:
    me = ProfileFactory(user=UserFactory())
    CohortMemberFactory(cohort=cohort, profile=me)
    sign_in(client, me.user)
    line = "Say whether the city may publish photos of you"
    assert line in client.get("/c/bat-galim/mine/").content.decode()
    answer_own_consents(me, {"photo": False}, actor=me.user)
    assert line not in client.get("/c/bat-galim/mine/").content.decode()
