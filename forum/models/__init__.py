from forum.models.agenda import AgendaItem
from forum.models.ballots import Ballot
from forum.models.charters import Charter
from forum.models.decisions import Decision
from forum.models.meetings import Meeting, MinutesCorrection
from forum.models.seats import Seat
from forum.models.statements import Statement

__all__ = ["AgendaItem", "Ballot", "Charter", "Decision", "Meeting", "MinutesCorrection", "Seat", "Statement"]
