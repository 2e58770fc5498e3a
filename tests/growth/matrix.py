"""Who may what about a growth engine, and about an invitation of somebody else."""

from tests.stakeholders.matrix import STAFF

MATRIX = {
    "growth.list_engine": STAFF,
    "growth.view_engine": STAFF,
    "growth.change_engine": {"director"},
    "growth.invite_engine": {"director", "facilitator"},
    "growth.answer_invitee": set(),
}

PAGES = {
    "engines": "growth.list_engine",
    "engine": "growth.view_engine",
    "change_engine": "growth.change_engine",
    "invite_to_engine": "growth.invite_engine",
    "bring_together": "growth.invite_engine",
    "invitee": "growth.answer_invitee",
    "take_part_in_engine": "growth.answer_invitee",
    "decline_engine": "growth.answer_invitee",
}
