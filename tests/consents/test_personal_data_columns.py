"""Every column about a person is told to that person: a walk over all tables by their classes."""

from typing import Any

import pytest

from consents.values.personal_data import PERSONAL_DATA
from educities.kit.data_classes import data_classes, our_models

# An act on another's or the city's row: it stands in what the person did ("acts").
ACT = "an act of the person; told among the acts"
OTHER = "another person, who is not named"
# Columns that no section tells, and why.
LEFT_OUT: dict[str, dict[str, str]] = {
    "activity.Attempt": {"error": "one try of an email; the last error stands with the email"},
    "challenges.Contribution": {"entered_by": OTHER, "hidden_by": OTHER, "answer_by": OTHER},
    "challenges.PaperScan": {"data": "pixels of the paper; the education office shows it"},
    "challenges.PhotoFile": {"data": "pixels; the person's page shows the picture"},
    "cities.EmergencyAccess": dict.fromkeys(
        ("user", "reason", "opened_at", "ends_at", "closed_at"),
        "an act of the platform's staff, who have no part in the city",
    ),
    "cities.Invitation": {"invited_by": OTHER, "acting_for": OTHER},
    "cities.Membership": {"granted_by": OTHER, "acting_for": OTHER},
    "stakeholders.ResidentList": {"uploaded_by": OTHER},
    "consents.SignedForm": {
        "entered_by": OTHER,
        "vouched_by": OTHER,
        "scan": "the adult's signature; the education office shows it",
        "scan_type": "the adult's signature; the education office shows it",
    },
    "forum.MinutesCorrection": {"by": ACT},
    "collaborations.Party": {"answered_by": ACT},
    "matching.MatchSuggestion": {"rests_until": "follows from the days that are told"},
    "growth.Invitee": {"answered_by": ACT},
    "journeys.ActivityArea": {"decided_by": ACT},
    "journeys.TripConsent": {"signed_by": OTHER},
    "journeys.Expedition": {"safeguarding": "words about how a group travels; no row of a person"},
    "labs.CohortMember": {"entered_by": OTHER},
    "labs.Override": {"requested_by": ACT, "granted_by": ACT, "acting_for": ACT},
    "meetings.Attendance": {"by": OTHER},
    "meetings.AttendanceCorrection": {"by": OTHER, "old_by": OTHER},
    "meetings.Session": {"cleared": "marks taken back while a session runs; empty once it is recorded"},
    "programs.Breakdown": dict.fromkeys(("entered_by", "acting_for", "removal_proposed_by", "removal_acting_for"), ACT),
    "programs.IndicatorValue": {"entered_by": ACT, "acting_for": ACT},
    "programs.MilestoneOverride": {"requested_by": ACT, "decided_by": ACT, "acting_for": ACT},
    "programs.Program": {"end_requested_by": ACT, "end_requested_for": ACT},
    "programs.Signature": {"person": ACT},
    "programs.ValueRevision": {"entered_by": ACT, "acting_for": ACT, "decided_by": ACT},
    "programs.YearReview": {"submitted_by": ACT, "acting_for": ACT, "confirmed_by": ACT},
    "stakeholders.ClaimCode": {"made_by": OTHER},
    "stakeholders.ProfileMerge": {"proposed_by": OTHER, "decided_by": OTHER, "acting_for": OTHER},
    "stakeholders.ImportRun": {
        "made_by": ACT,
        "asked_by": ACT,
        "file": "a file about organisations",
        "rows": "a file about organisations",
        "other_sheets": "a file about organisations",
        "problems": "a file about organisations",
        "touched": "a file about organisations",
        "undo_reason": "it stands there until the worker has undone the file; then the history has it",
    },
    "stakeholders.Commitment": {"promised_by": ACT},
    "stakeholders.Profile": dict.fromkeys(
        ("search", "search_lines"), "the name and the lines that are told, in the spelling of the search"
    ),
    "stakeholders.Organisation": {"verified_by": ACT, "contact": "words that an organisation says of itself"},
}


def columns_about_people(model: Any) -> set[str]:
    """The columns of the model that are of a person or of a child."""
    return {name for name, kind in data_classes(model).items() if kind in {"personal", "child"}}


def columns_told(model: Any) -> set[str]:
    """Those that some section tells the person."""
    return {name for section in PERSONAL_DATA if section.model is model for name in section.fields}


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_person_is_told_every_column_about_them(model: Any) -> None:
    left_out = LEFT_OUT.get(model._meta.label, {})
    missing = columns_about_people(model) - columns_told(model) - left_out.keys()
    assert missing == set(), f"Tell {missing} in a DataSection of the app's hooks.py, or say why not in LEFT_OUT."
    assert left_out.keys() <= columns_about_people(model) - columns_told(model)


def test_no_section_tells_a_secret_or_what_the_staff_alone_read() -> None:
    told = {
        f"{section.key}.{name}"
        for section in PERSONAL_DATA
        if section.model in set(our_models())
        for name in section.fields & data_classes(section.model).keys()
        if data_classes(section.model)[name] == "secret"
        or (data_classes(section.model)[name] == "staff" and section.key != "reports")
    }
    assert told == set()


def test_every_column_of_a_section_is_there_and_named_once() -> None:
    for section in PERSONAL_DATA:
        names = [column.name for column in section.columns]
        fields = {field.name for field in section.model._meta.get_fields()}
        assert len(names) == len(set(names))
        assert {column.field for column in section.columns} <= fields, section.key
