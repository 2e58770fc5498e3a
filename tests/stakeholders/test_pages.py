import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cities.actions.invitations import PERSON_JOINED
from cities.models import Invitation
from educities.activity.actions.delivery import deliver_due
from educities.kit.forms import group_fields
from educities.tenancy.scope import city_scope
from stakeholders import actions
from stakeholders.models import ImportRun, Organisation, Profile, Representation, StrengthClaim
from stakeholders.models.visibility import LINES
from tests.factories import (
    AreaFactory,
    ChildFactory,
    CohortFactory,
    CohortMemberFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    StrengthClaimFactory,
)
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def url(city, name, *args):
    return reverse(name, args=[city.slug, *args])


@pytest.fixture
def as_director(client, sign_in, director):
    return sign_in(client, director)


@pytest.fixture
def organisation(scope):
    return OrganisationFactory(name={"he": "גן הצבעים", "en": "Garden of colours"}, state="proposed")


def test_list_costs_the_same_for_one_and_three(as_director, city):
    def add(count):
        with city_scope(city.pk):
            OrganisationFactory.create_batch(count)

    assert_same_queries(lambda: as_director.get(url(city, "organisations")), add, most=8)


def test_people_cost_the_same_for_one_and_three(as_director, city):
    def add(count):
        with city_scope(city.pk):
            ProfileFactory.create_batch(count)

    # Two of them are the choices of the filter: areas and cohorts.
    # One of them asks with whom the reader shares a cohort or a lab.
    assert_same_queries(lambda: as_director.get(url(city, "people")), add, most=10)


def test_a_row_of_people_says_who_the_person_is(as_director, city, scope):
    person = ProfileFactory(display_name="Amal Nasser")
    RepresentationFactory(profile=person, organisation=OrganisationFactory(name={"en": "Garden of colours"}))
    RepresentationFactory(profile=person, accepted_at=None, organisation=OrganisationFactory(name={"en": "Not yet"}))
    CohortMemberFactory(
        profile=person, state="active", cohort=CohortFactory(name={"en": "Street class"}, state="running")
    )
    for label, level, seen in (("Music", 1, "city"), ("Dance", 3, "city"), ("Song", 2, "city"), ("Secret", 3, "team")):
        area = AreaFactory(code=label.lower(), label={"en": label})
        StrengthClaimFactory(profile=person, area=area, level=level, visibility=seen, kind="strength")
    line = next(line for line in as_director.get(url(city, "people")).context["lines"] if line.person == person)
    assert line[2:] == (["Garden of colours"], ["Street class"], [], ["Dance", "Song"], "")


def test_a_row_of_people_shows_the_strengths_by_which_this_reader_finds_it(
    client, city, scope, director, facilitator, sign_in
):
    person = ProfileFactory(display_name="Amal Nasser")
    StrengthClaimFactory(profile=person, area=AreaFactory(label={"en": "Song"}), visibility="team", kind="strength")
    StrengthClaimFactory(profile=person, area=AreaFactory(label={"en": "Diary"}), visibility="me", kind="strength")
    for reader, strengths in ((facilitator, ["Song"]), (director, [])):
        lines = sign_in(client, reader).get(url(city, "people")).context["lines"]
        assert next(line for line in lines if line.person == person).good_at == strengths


def test_a_row_of_people_names_two_cohorts_and_counts_the_rest(as_director, city, scope):
    person = ProfileFactory(display_name="Amal Nasser")
    for name in ("Street class", "Bridges", "Families", "Open workshops"):
        CohortMemberFactory(profile=person, state="active", cohort=CohortFactory(name={"en": name}, state="running"))
    page = as_director.get(url(city, "people")).content.decode()
    row = page[page.index("Street class") :].partition("</li>")[0]
    assert '<bdi dir="ltr">+2</bdi>' in row
    assert "Bridges" in row.partition("<span title")[0]
    assert "Families" not in row.partition("<span title")[0]
    assert 'title="Families, Open workshops"' in row


def test_the_list_says_only_of_what_differs_how_it_stands(as_director, city, scope):
    for state in ("verified", "active", "dormant", "proposed"):
        OrganisationFactory(name={"en": state.upper()}, state=state)
    page = as_director.get(url(city, "organisations")).content.decode()
    rows = {
        name: page[page.index(f"{name}<") :].partition("</tr>")[0]
        for name in ("VERIFIED", "ACTIVE", "DORMANT", "PROPOSED")
    }
    assert {name for name, row in rows.items() if 'class="tag' in row} == {"DORMANT", "PROPOSED"}


def test_an_empty_city_has_no_filter_and_one_way_to_begin(as_director, city):
    page = as_director.get(url(city, "organisations")).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert 'role="search"' not in main
    assert main.count("btn primary") == 1
    assert main.count(url(city, "import_organisations")) == 1


def test_a_proposed_organisation_is_verified_first(as_director, city, organisation):
    main = as_director.get(url(city, "organisation", organisation.pk)).content.decode().partition("<main")[2]
    assert main.count("btn primary") == 1
    assert f'action="{url(city, "verify_organisation", organisation.pk)}"' in main


def test_the_ordinary_state_of_an_organisation_is_not_said(as_director, city, scope):
    row = OrganisationFactory(state="active")
    head = as_director.get(url(city, "organisation", row.pk)).content.decode().partition("<main")[2]
    assert 'class="tag' not in head.partition("</header>")[0]


def test_who_ends_a_representation_is_asked_once(as_director, city, scope):
    one = RepresentationFactory()
    address = url(city, "end_representation", one.pk)
    page = as_director.get(address)
    assert one.profile.display_name in page.content.decode()
    assert Representation.objects.current().filter(pk=one.pk).exists()
    other = RepresentationFactory(organisation=one.organisation)
    said = as_director.post(address, {"reason": "A new head teacher"}, follow=True).content.decode()
    one.refresh_from_db()
    assert one.ends_on
    assert "Nobody represents" not in said
    last = url(city, "end_representation", other.pk)
    said = as_director.post(last, {"reason": "She moves away"}, follow=True).content.decode()
    assert f"Nobody represents {one.organisation} now." in said


def test_who_sees_a_line_is_chosen_beside_it(client, sign_in, city, resident, scope):
    sign_in(client, resident)
    form = client.get(url(city, "change_profile", Profile.objects.get(user=resident).pk)).context["form"]
    beside = [[field.name for field in row] for group in group_fields(form) for row in group.rows if len(row) > 1]
    assert beside == [[name, f"{name}_seen_by"] for name in ("legal_name", "phone")]


def test_organisation_costs_the_same_for_one_and_three_voices(as_director, city, organisation):
    def add(count):
        with city_scope(city.pk):
            RepresentationFactory.create_batch(count, organisation=organisation)
            StrengthClaimFactory.create_batch(count, profile=None, organisation=organisation)

    assert_same_queries(lambda: as_director.get(url(city, "organisation", organisation.pk)), add)


def test_own_page_costs_the_same_for_one_and_three_claims(client, sign_in, city, resident):
    sign_in(client, resident)

    def add(count):
        with city_scope(city.pk):
            profile = Profile.objects.get(user=resident)
            StrengthClaimFactory.create_batch(count, profile=profile)
            RepresentationFactory.create_batch(count, profile=profile)

    assert_same_queries(lambda: client.get(url(city, "me")), add)


def test_empty_list_says_what_to_do(as_director, city):
    page = as_director.get(url(city, "organisations")).content.decode()
    assert url(city, "import_organisations") in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=גן", True),
        ("q=colours", True),
        ("q=xyz", False),
        ("sector=1", True),
        ("sector=2", False),
        ("state=archived", False),
        ("state=nonsense", True),
        ("after=999999", True),
        ("after=zzz", True),
    ],
)
def test_list_is_narrowed(as_director, city, organisation, query, found):
    page = as_director.get(f"{url(city, 'organisations')}?{query}")
    assert page.status_code == 200
    assert (organisation in page.context["rows"]) is found


def test_what_is_left_out_of_the_list_is_not_called_all(as_director, city, scope):
    OrganisationFactory.create_batch(16)
    gone = OrganisationFactory(state="archived")
    page = as_director.get(url(city, "organisations"))
    assert gone not in page.context["rows"]
    states = dict(page.context["filter"].fields["state"].choices)
    assert states[""] == "current ones"


def test_list_pages_by_key(as_director, city, scope):
    OrganisationFactory.create_batch(55)
    first = as_director.get(url(city, "organisations"))
    second = as_director.get(url(city, "organisations") + first.context["next_page"])
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 5)
    back = as_director.get(url(city, "organisations") + second.context["previous"])
    assert back.context["rows"] == first.context["rows"]


def test_reject_asks_for_a_reason(as_director, city, organisation):
    address = url(city, "reject_organisation", organisation.pk)
    assert as_director.post(address, {"reason": ""}).status_code == 422
    assert as_director.post(address, {"reason": "Not in this city"}).status_code == 302


def test_propose_warns_of_the_same_name_and_keeps_what_was_typed(as_director, city, organisation):
    data = {"name_0": "", "name_1": "גן  הצבעים", "name_2": "", "sector": "2", "field": "other"}
    names = {f"name_{i}": v for i, v in enumerate(["", "", ""])}
    form = as_director.get(url(city, "propose_organisation")).context["form"]
    keys = [widget["name"] for widget in form["name"].subwidgets[0].data["subwidgets"]] or list(names)
    data = {"sector": "2", "field": "other", **dict.fromkeys(keys, "")}
    data[next(key for key in keys if key.endswith("he") or key == "name_1")] = "גן  הצבעים"
    answer = as_director.post(url(city, "propose_organisation"), data)
    assert answer.status_code == 422
    assert "גן  הצבעים" in answer.content.decode()
    assert as_director.post(url(city, "propose_organisation"), {**data, "sure": "on"}).status_code == 302
    with city_scope(city.pk):
        assert Organisation.objects.count() == 2


def test_resident_proposes_and_lands_on_the_city(client, sign_in, city, resident):
    sign_in(client, resident)
    form = client.get(url(city, "propose_organisation")).context["form"]
    keys = [widget["name"] for widget in form["name"].subwidgets[0].data["subwidgets"]]
    answer = client.post(
        url(city, "propose_organisation"), {**dict.fromkeys(keys, "Bakery"), "sector": "2", "field": "other"}
    )
    assert answer.url == city.get_absolute_url()


def test_change_refused_by_the_rule_answers_409(as_director, city, organisation):
    organisation.move("verified")
    form = as_director.get(url(city, "change_organisation", organisation.pk)).context["form"]
    keys = [widget["name"] for widget in form["name"].subwidgets[0].data["subwidgets"]]
    data = {**dict.fromkeys(keys, "X"), "sector": "3", "field": "other"}
    assert as_director.post(url(city, "change_organisation", organisation.pk), data).status_code == 409


def test_foreign_row_is_not_found(as_director, city, other_city):
    with city_scope(other_city.pk):
        foreign = OrganisationFactory()
    answers = [as_director.get(url(city, "organisation", pk)) for pk in (foreign.pk, 987654321)]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_invited_person_accepts(client, sign_in, city, director, stranger, organisation):
    sign_in(client, director)
    client.post(
        url(city, "appoint_representative", organisation.pk),
        {"display_name": "Amal", "email": stranger.email, "language": "ar", "may_commit": "on"},
    )
    with city_scope(city.pk):
        one = Representation.objects.get()
    sign_in(client, stranger)
    # Whom others typed in says the age first.
    assert client.get(one.get_absolute_url()).url.startswith(url(city, "say_age"))
    assert client.post(url(city, "say_age"), {"age": "older"}).status_code == 302
    assert client.get(one.get_absolute_url()).status_code == 200
    assert client.post(url(city, "accept_representation", one.pk)).status_code == 302
    assert client.get(url(city, "organisation", organisation.pk)).status_code == 200
    one.refresh_from_db()
    assert one.accepted_at


def test_person_without_account_comes_in_by_a_mailed_code(
    client, sign_in, city, director, organisation, mailoutbox, settings
):
    sign_in(client, director)
    data = {"display_name": "Amal", "email": "amal@example.org", "language": "ar"}
    client.post(url(city, "appoint_representative", organisation.pk), data)
    client.logout()
    with city_scope(city.pk):
        one = Representation.objects.get()
    to_sign_in = client.get(one.get_absolute_url())
    assert to_sign_in.url.startswith(reverse("account_login"))
    client.post(reverse("account_request_login_code"), {"email": "amal@example.org", "next": one.get_absolute_url()})
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_due()
    mail = next(
        one for one in mailoutbox if one.to == ["amal@example.org"] and "code" in one.subject.lower() + one.body.lower()
    )
    for word in re.findall(r"[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}", mail.body):
        client.post(reverse("account_confirm_login_code"), {"code": word})
    client.post(url(city, "say_age"), {"age": "older"})
    assert client.get(one.get_absolute_url()).status_code == 200
    client.post(url(city, "accept_representation", one.pk))
    one.refresh_from_db()
    assert one.accepted_at


def test_invitation_of_the_city_makes_a_profile(city, director, stranger):
    with city_scope(city.pk):
        invitation = Invitation(
            email=stranger.email, display_name="Salma", language="ar", role="facilitator", invited_by=director
        )
        for answer in PERSON_JOINED:
            answer(city, stranger, invitation)
        assert Profile.objects.get(user=stranger).display_name == "Salma"


def test_nobody_else_answers_for_the_person(client, sign_in, city, resident, scope):
    one = RepresentationFactory(accepted_at=None)
    sign_in(client, resident)
    assert client.post(url(city, "accept_representation", one.pk)).status_code == 403


def test_children_stand_in_no_list(as_director, city, scope):
    ChildFactory(display_name="Canary child")
    ProfileFactory(display_name="Grown person")
    for query in ("", "?q=Canary"):
        page = as_director.get(url(city, "people") + query).content.decode()
        assert "Canary child" not in page
    assert "Grown person" in as_director.get(url(city, "people")).content.decode()


def test_child_has_no_page_for_the_staff(as_director, city, scope):
    child = ChildFactory()
    assert as_director.get(url(city, "profile", child.pk)).status_code == 403


def test_own_page_without_profile_says_what_to_do(client, sign_in, city, stranger):
    sign_in(client, stranger)
    answer = client.get(url(city, "me"))
    assert answer.status_code == 200
    assert city.get_absolute_url() in answer.content.decode()


def test_own_profile_is_changed(client, sign_in, city, resident, scope):
    sign_in(client, resident)
    profile = Profile.objects.get(user=resident)
    seen = {f"{line}_seen_by": "me" for line in LINES}
    data = {"display_name": "Noa B.", "language": "he", "phone": "03-555-1234", **seen}
    assert client.post(url(city, "change_profile", profile.pk), data).url == url(city, "me")
    profile.refresh_from_db()
    assert (profile.display_name, profile.visibilities["phone"]) == ("Noa B.", "me")


def test_claim_is_written_and_taken_back(client, sign_in, city, resident, scope):
    sign_in(client, resident)
    profile, parent = Profile.objects.get(user=resident), AreaFactory(code="arts")
    area = AreaFactory(code="music", parent=parent)
    data = {"kind": "strength", "area": area.pk, "level": "2", "words": "Choir", "visibility": "team"}
    assert client.post(url(city, "claim_area", profile.pk), data).status_code == 302
    claim = StrengthClaim.objects.get()
    assert client.post(url(city, "remove_claim", claim.pk)).url == url(city, "me")
    assert not StrengthClaim.objects.exists()


def test_import_from_upload_to_organisations(as_director, city):
    file = SimpleUploadedFile("register.csv", "name,sector,email\nA,עסקי,=bad\nB,,\n".encode())
    answer = as_director.post(url(city, "import_organisations"), {"file": file, "sector": "3"})
    with city_scope(city.pk):
        run = ImportRun.objects.get()
    page = as_director.get(answer.url)
    assert page.context["problem_count"] == 1
    problems = as_director.get(url(city, "import_problems", run.pk)).content.decode()
    assert problems.startswith("\ufeff")
    assert "'=bad" in problems
    chosen = {"sector_default": "3", "repeats": "leave", "column_name_en": "0", "column_sector": "1"}
    assert as_director.post(url(city, "import_run", run.pk), chosen).status_code == 302
    as_director.post(url(city, "apply_import", run.pk))
    with city_scope(city.pk):
        assert Organisation.objects.count() == 2
    assert as_director.get(answer.url).status_code == 200


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 x", b"PK\x03\x04rubbish"])
def test_bad_upload_says_what_to_do(as_director, city, data):
    answer = as_director.post(
        url(city, "import_organisations"), {"file": SimpleUploadedFile("x.csv", data), "sector": ""}
    )
    assert answer.status_code in {409, 422}
    with city_scope(city.pk):
        assert not ImportRun.objects.exists()


def test_discarded_run_has_a_page(as_director, city):
    file = SimpleUploadedFile("register.csv", b"name\nA\n")
    answer = as_director.post(url(city, "import_organisations"), {"file": file, "sector": "3"})
    with city_scope(city.pk):
        run = ImportRun.objects.get()
    as_director.post(url(city, "discard_import", run.pk))
    assert as_director.get(answer.url).status_code == 200


def test_history_with_its_reasons_is_read_by_the_director_alone(client, scope, director, facilitator, sign_in):
    row = OrganisationFactory()
    actions.archive_organisation(row, actor=director, reason="It moved to another town.")
    for who, seen in ((director, True), (facilitator, False)):
        sign_in(client, who)
        page = client.get(f"/c/{scope.slug}/organisations/{row.pk}/").content.decode()
        assert ("It moved to another town." in page) is seen


def test_the_whole_history_is_one_way_inside_the_page_s_own(client, scope, director, sign_in):
    row = OrganisationFactory()
    actions.archive_organisation(row, actor=director, reason="It moved to another town.")
    url = f"/c/{scope.slug}/organisations/{row.pk}/"
    assert "Full history" not in sign_in(client, director).get(url).content.decode()
    page = client.get(f"{url}?part=history").content.decode()
    assert page.count("Full history") == 1
    assert page.index('class="history"') < page.index("Full history")


def test_a_short_list_asks_for_no_filter(client, scope, director, sign_in):
    OrganisationFactory.create_batch(3)
    sign_in(client, director)
    assert 'class="filter"' not in client.get(url(scope, "organisations")).content.decode()
    OrganisationFactory.create_batch(13)
    assert 'class="filter"' in client.get(url(scope, "organisations")).content.decode()


def test_what_narrows_a_list_stays_there_to_be_taken_off(client, scope, director, sign_in):
    OrganisationFactory()
    page = sign_in(client, director).get(url(scope, "organisations"), {"sector": "1"})
    assert 'class="filter"' in page.content.decode()


def test_the_list_of_people_does_not_say_that_residents_are_residents(client, scope, sign_in, director, resident):
    sign_in(client, director)
    roles = {str(line.person): line.roles for line in client.get(url(scope, "people")).context["lines"]}
    assert sorted(roles.values()) == [[], ["education director"]]


def test_a_person_s_page_says_where_they_take_part_to_who_reads_the_list(client, scope, sign_in, director, facilitator):
    member = CohortMemberFactory(cohort=CohortFactory(name={"en": "Bridges"}), state="active")
    page = url(scope, "profile", member.profile_id)
    assert "Bridges" in sign_in(client, director).get(page).content.decode()
    guide = Profile.objects.get(user=facilitator)
    assert "facilitator" in client.get(url(scope, "profile", guide.pk)).content.decode()


def test_a_person_s_own_page_needs_no_list(client, scope, sign_in, resident):
    sign_in(client, resident)
    assert "takes_part" not in client.get(url(scope, "profile", Profile.objects.get(user=resident).pk)).context


def test_a_filter_says_how_many_of_its_fields_are_filled(as_director, city, organisation):
    html = as_director.get(url(city, "organisations") + "?q=garden&sector=1").content.decode()
    assert "Filter (2)" in " ".join(html.split())
    html = as_director.get(url(city, "organisations")).content.decode()
    assert "Filter (" not in " ".join(html.split())
