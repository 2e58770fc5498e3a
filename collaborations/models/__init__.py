from collaborations.models.collaborations import Collaboration
from collaborations.models.endorsements import Endorsement
from collaborations.models.parties import FollowUp, Party, PartyCommitment

__all__ = ["Collaboration", "Endorsement", "FollowUp", "Party", "PartyCommitment"]
