"""Rosters in the form of OneRoster and Clever: schools, classes and teachers come in; pupils are counted and left out."""

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.utils.html import strip_tags

from cities.actions.invitations import invite_person
from cities.models import Invitation
from cities.verbs import PERSON_INVITED
from educities.accounts.models import User
from educities.activity.actions.outbox import ORDINARY, URGENT
from educities.activity.models import AuditEntry, Event, Message
from educities.kit.errors import DomainError
from stakeholders.actions.sheets import apply_sheet, check_sheet
from stakeholders.models import ImportRun, Organisation, Profile, Representation, Site
from stakeholders.texts.sheets import SHEET_PROBLEMS
from tests.factories import OrganisationFactory
from tests.stakeholders.test_pages import url

DATA = Path(os.environ.get("EDUCITIES_REAL_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))
with_data = pytest.mark.skipif(not DATA.exists(), reason=f"THE REAL DATA IS NOT THERE: {DATA}")

ORGS = "sourcedId,status,name,type,identifier\no1,active,בית ספר אור,school,110023\no2,active,Inspectorate,district,9\n"
CLASSES = "sourcedId,status,title,schoolSourcedId\nc1,,א1,o1\nc2,active,א2,o1\nc3,tobedeleted,א3,o1\nc4,,x,none\n"
USERS = (
    "sourcedId,status,givenName,familyName,email\n"
    "u1,,Rut,Levi,rut@example.org\nu2,,Small,Canary,canary@example.org\nu3,,No,Mail,\nu4,,Par,Ent,parent@example.org\n"
)
ROLES = "userSourcedId,status,role,orgSourcedId\nu1,,teacher,o1\nu2,,student,o1\nu3,,teacher,o1\nu4,,parent,o1\n"


def pack(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"roster/{name}.csv", text)
    return out.getvalue()


ONE = pack(orgs=ORGS, classes=CLASSES, users=USERS, roles=ROLES)


def check(data: bytes, actor: Any, *, invite: bool = False) -> ImportRun:
    return check_sheet(data, "roster.zip", kind="roster", actor=actor, invite=invite)


@pytest.mark.django_db
def test_schools_classes_and_teachers_come_in_and_no_pupil(scope: Any, director: Any) -> None:
    run = check(ONE, director, invite=True)
    assert run.counts == {
        "new": 1, "changed": 0, "same": 0, "classes": 2, "teachers": 2, "reachable": 1, "pupils": 1, "others": 1,
    }  # fmt: skip
    assert sorted(one["code"] for one in run.problems) == ["roster_class_of_none", "roster_no_email"]
    assert [(one["column"], one["row"]) for one in run.problems if one["code"] == "roster_no_email"] == [
        ("users.csv", 4)
    ]
    assert "canary" not in str([run.rows, run.problems]).lower()
    before = User.objects.count()
    apply_sheet(run, actor=director)
    school, site = Organisation.objects.get(), Site.objects.get()
    assert (school.registry_no, school.name, school.state) == ("110023", {"he": "בית ספר אור"}, "proposed")
    assert (site.organisation_id, site.units_total, site.code) == (school.pk, 2, "110023")
    asked = Invitation.objects.get()
    assert (asked.email, asked.role, asked.display_name) == ("rut@example.org", "resident", "Rut Levi")
    # An account is made by the teacher's yes alone.
    assert User.objects.count() == before
    run.refresh_from_db()
    assert (run.state, run.rows) == ("done", [])
    # What is wrong is read after the import too, with the names of whom it is about.
    assert [(one["code"], one["value"]) for one in run.problems] == [
        ("roster_class_of_none", "none"), ("roster_no_email", "No Mail"),
    ]  # fmt: skip
    everything = [Profile, AuditEntry, Event, Message, Invitation, ImportRun]
    assert "canary" not in str([list(model.objects.values()) for model in everything]).lower()


@pytest.mark.django_db
def test_the_next_roster_brings_the_number_of_classes_up_to_date(scope: Any, director: Any) -> None:
    OrganisationFactory(name={"he": "אור"}, registry_no="110023")
    first = check(ONE, director)
    assert (first.counts["new"], first.counts["changed"]) == (0, 1)
    apply_sheet(first, actor=director)
    assert (Organisation.objects.count(), Site.objects.get().units_total) == (1, 2)
    assert not Invitation.objects.exists()
    assert check(ONE, director).counts["same"] == 1
    more = check(pack(orgs=ORGS, classes=CLASSES + "c5,,b,o1\n"), director)
    Site.objects.update(units_total=3)
    with pytest.raises(DomainError) as refused:
        apply_sheet(more, actor=director)
    assert refused.value.code == "stakeholders.import_stale"


@pytest.mark.django_db
def test_a_file_that_is_no_roster_says_so(scope: Any, director: Any) -> None:
    for data, code in ((b"PK\x03\x04broken", "broken"), (pack(people="a\n1\n"), "no_roster")):
        with pytest.raises(DomainError) as refused:
            check(data, director)
        assert refused.value.code == f"stakeholders.import_{code}"


def damage(data: bytes, kind: int) -> bytes:
    """The archive with its first file's packed bytes overwritten, packed by another method, or named in no alphabet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        archive.writestr("orgs.csv", ORGS * 20)
    whole = bytearray(out.getvalue())
    whole[48:56] = b"\xff" * 8
    return bytes(whole)


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.django_db
def test_a_damaged_archive_is_refused_in_words(kind: int, scope: Any, director: Any) -> None:
    with pytest.raises(DomainError) as refused:
        check(damage(ONE, kind), director)
    assert refused.value.code == "stakeholders.import_broken"


@pytest.mark.django_db
def test_a_quotation_mark_that_is_not_closed_swallows_no_records(scope: Any, director: Any) -> None:
    with pytest.raises(DomainError) as refused:
        check(pack(orgs=ORGS + 'o3,active,"x,school,77\n', classes=CLASSES), director)
    assert refused.value.code == "stakeholders.import_quotes"
    assert "orgs.csv" in str(refused.value)


@pytest.mark.django_db
def test_what_nobody_could_find_again_is_left_out_and_said(scope: Any, director: Any) -> None:
    more = "o3,,Twin A,school,500\no4,,Twin B,school,٥٠٠\no5,,\u202egnp\u200b,school,77\no6,,\u200b,school,\u200b\n"
    run = check(pack(orgs=ORGS + more, classes=CLASSES + "c9,,b,o3\nc8,,b,none\n"), director)
    said = {one["code"]: one["value"] for one in run.problems}
    assert said["roster_number_twice"] == "٥٠٠: Twin A, Twin B"
    assert said["roster_class_of_none"] == "none"
    assert {one["code"]: one["times"] for one in run.problems}["roster_class_of_none"] == 2
    assert said["roster_no_classes"] == "o6"
    assert run.counts["new"] == 4
    apply_sheet(run, actor=director)
    names = {row.registry_no: row.name for row in Organisation.objects.all()}
    assert names["77"] == {"en": "gnp"}
    assert Site.objects.filter(organisation__registry_no__in=["110023", "500"]).count() == Site.objects.count() == 2


@pytest.mark.django_db
def test_a_roster_in_which_nothing_fits_is_refused_and_not_kept(scope: Any, director: Any) -> None:
    classes = "schoolSourcedId,status,title\n" + "".join(f"gone{n},,x\n" for n in range(2_001))
    with pytest.raises(DomainError) as refused:
        check(pack(orgs=ORGS, classes=classes), director)
    assert refused.value.code == "stakeholders.import_roster_faults"


@pytest.mark.django_db
def test_a_preview_of_before_becomes_one_of_now(scope: Any, director: Any) -> None:
    first, second = check(ONE, director), check(ONE, director)
    apply_sheet(first, actor=director)
    with pytest.raises(DomainError) as refused:
        apply_sheet(second, actor=director)
    assert refused.value.code == "stakeholders.import_stale"
    second.refresh_from_db()
    assert (second.counts["new"], second.counts["same"]) == (0, 1)
    with pytest.raises(DomainError) as refused:
        apply_sheet(second, actor=director)
    assert refused.value.code == "stakeholders.import_nothing"


@pytest.mark.django_db
def test_who_is_of_the_city_already_is_not_counted_and_not_asked(scope: Any, director: Any) -> None:
    from tests.factories import MembershipFactory, UserFactory

    MembershipFactory(user=UserFactory(email="rut@example.org"), city=scope, role="steward")
    run = check(ONE, director, invite=True)
    assert run.counts["reachable"] == 0
    apply_sheet(run, actor=director)
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_the_page_says_that_pupils_are_left_out(client: Any, sign_in: Any, scope: Any, director: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sign_in(client, director)
    file = SimpleUploadedFile("roster.zip", ONE)
    answer = client.post(url(scope, "sheets"), {"kind": "roster", "file": file, "invite": "on"}, follow=True)
    text = answer.content.decode()
    assert "pupils, counted and left out" in text
    assert "1 teacher gets an invitation" in text
    assert client.get(url(scope, "wrong_rows", ImportRun.objects.get().pk)).status_code == 302


@with_data
@pytest.mark.django_db
def test_real_rosters_give_the_figures_counted_by_others(scope: Any, director: Any) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in (DATA / "clever-roster").glob("*.csv"):
            archive.write(path, path.name)
    counts = check(out.getvalue(), director).counts
    assert counts == {
        "new": 3, "changed": 0, "same": 0, "classes": 379, "teachers": 89, "reachable": 89, "pupils": 1004, "others": 0,
    }  # fmt: skip
    found = {}
    for name in ("full", "minimal"):
        run = check((DATA / "oneroster-zip" / f"Test_{name}_data_set.zip").read_bytes(), director)
        faults = sorted(one["code"] for one in run.problems)
        found[name] = (*(run.counts[one] for one in ("new", "classes", "teachers", "pupils", "others")), faults)
    # Of two teachers an enrolment calls one a pupil: nobody invites that person.
    assert found == {
        "full": (1, 1, 1, 3, 2, ["roster_no_parent", "roster_no_school", "roster_role_differs"]),
        "minimal": (1, 2, 1, 3, 2, ["roster_no_email", "roster_no_school", "roster_role_differs"]),
    }


@pytest.mark.django_db
def test_a_director_asks_teachers_to_represent_their_school(
    scope: Any, director: Any, client: Any, sign_in: Any
) -> None:
    run = check(ONE, director, invite=True)
    apply_sheet(run, actor=director)
    sign_in(client, director)
    assert url(scope, "ask_teachers", run.pk) in client.get(run.get_absolute_url()).content.decode()
    page = client.get(url(scope, "ask_teachers", run.pk))
    ((value, label),) = page.context["form"].fields["teachers"].choices
    assert strip_tags(label) == "Rut Levi · בית ספר אור · rut@example.org"
    assert "checked" not in str(page.context["form"])
    answer = client.post(url(scope, "ask_teachers", run.pk), {"teachers": [value]}, follow=True)
    assert "1 teacher was asked." in answer.content.decode()
    asked = Representation.objects.get()
    assert (asked.profile.user.email, asked.accepted_at, asked.may_commit) == ("rut@example.org", None, False)
    # Whoever was asked is no longer in the list, and a page of before asks nobody twice.
    assert client.post(url(scope, "ask_teachers", run.pk), {"teachers": [value]}).status_code == 422


@pytest.mark.django_db
def test_of_teachers_who_are_not_invited_nothing_is_kept(scope: Any, director: Any) -> None:
    run = check(ONE, director)
    apply_sheet(run, actor=director)
    run.refresh_from_db()
    assert run.touched == []


@pytest.mark.django_db
def test_a_school_of_the_same_name_without_a_number_is_the_same_school(
    scope: Any, director: Any, client: Any, sign_in: Any
) -> None:
    known = OrganisationFactory(name={"he": "בית ספר אור"}, registry_no="", state="active")
    run = check(ONE, director)
    assert (run.counts["new"], run.counts["changed"]) == (0, 1)
    (note,) = [one for one in run.problems if one["code"] == "roster_same_name"]
    assert (note["name"], note["value"]) == ("בית ספר אור", "110023")
    apply_sheet(run, actor=director)
    known.refresh_from_db()
    assert (Organisation.objects.count(), known.registry_no) == (1, "110023")
    page = sign_in(client, director).get(run.get_absolute_url()).content.decode()
    assert "A roster is not undone as a whole" in page


@pytest.mark.django_db
def test_of_two_schools_of_one_name_none_is_taken_for_the_rosters(scope: Any, director: Any) -> None:
    for number in ("", "", "999"):
        OrganisationFactory(name={"he": "בית ספר אור"}, registry_no=number, state="active")
    run = check(ONE, director)
    assert run.counts["new"] == 1


@pytest.mark.django_db
def test_the_new_schools_of_a_roster_are_named_before_and_after(
    scope: Any, director: Any, client: Any, sign_in: Any
) -> None:
    run = check(ONE, director)
    sign_in(client, director)
    pages = [client.get(run.get_absolute_url())]
    apply_sheet(run, actor=director)
    for page in (*pages, client.get(run.get_absolute_url())):
        assert "New schools" in page.content.decode()
        assert "<bdi>בית ספר אור</bdi>" in page.content.decode()
    # After it each leads to its page, where it is verified.
    assert f'<a href="{Organisation.objects.get().get_absolute_url()}"><bdi>' in page.content.decode()


@pytest.mark.django_db
def test_of_two_schools_of_one_name_in_the_roster_neither_takes_the_citys(scope: Any, director: Any) -> None:
    known = OrganisationFactory(name={"he": "בית ספר אור"}, registry_no="", state="active")
    orgs = f"{ORGS}o3,active,בית ספר אור,school,110024\n"
    run = check(pack(orgs=orgs, classes=CLASSES, users=USERS, roles=ROLES), director)
    assert run.counts["new"] == 2
    apply_sheet(run, actor=director)
    known.refresh_from_db()
    assert known.registry_no == ""


@pytest.mark.django_db
def test_one_mailbox_is_one_person_and_all_its_names_are_said(
    scope: Any, director: Any, client: Any, sign_in: Any
) -> None:
    users = USERS + "u8,,Rut,Cohen,Rut+School@example.org\n"
    roles = ROLES + "u8,,teacher,o1\n"
    run = check(pack(orgs=ORGS, classes=CLASSES, users=users, roles=roles), director, invite=True)
    assert (run.counts["teachers"], run.counts["reachable"]) == (2, 1)
    (note,) = [one for one in run.problems if one["code"] == "roster_mailbox_twice"]
    assert "Rut Levi, Rut Cohen" in note["value"]
    apply_sheet(run, actor=director)
    assert Invitation.objects.get().email == "rut@example.org"
    page = sign_in(client, director).get(url(scope, "ask_teachers", run.pk))
    ((_value, label),) = page.context["form"].fields["teachers"].choices
    assert strip_tags(label) == "Rut Levi / Rut Cohen · בית ספר אור · rut@example.org"


@pytest.mark.django_db
def test_the_mails_to_the_teachers_of_a_roster_wait_for_the_morning(scope: Any, director: Any) -> None:
    apply_sheet(check(ONE, director, invite=True), actor=director)
    invite_person(scope, actor=director, email="one@example.org", display_name="One", role="resident")
    urgent = dict(Message.objects.filter(kind=PERSON_INVITED.code).values_list("recipient", "priority"))
    assert urgent == {"rut@example.org": ORDINARY, "one@example.org": URGENT}


@pytest.mark.django_db
def test_a_roster_that_only_invites_says_so_on_its_button(scope: Any, director: Any, client: Any, sign_in: Any) -> None:
    apply_sheet(check(ONE, director), actor=director)
    run = check(ONE, director, invite=True)
    page = sign_in(client, director).get(run.get_absolute_url()).content.decode()
    assert "Invite 1 teacher" in page
    assert "Import the roster" not in page


@pytest.mark.django_db
def test_what_is_wrong_in_several_rows_is_counted_by_them_and_names_them(
    scope: Any, director: Any, client: Any, sign_in: Any
) -> None:
    run = check(pack(orgs=ORGS, classes=CLASSES, users=USERS.replace("rut@example.org", ""), roles=ROLES), director)
    page = sign_in(client, director).get(run.get_absolute_url())
    notes = {note.words: note for note in page.context["problems"]}
    note = notes[str(SHEET_PROBLEMS["roster_no_email"])]
    assert (note.column, note.row, note.times) == ("users.csv", "2, 4", 2)
    assert page.context["problem_rows"] == sum(one.times for one in notes.values())
    assert '<th scope="col">File</th>' in page.content.decode()
