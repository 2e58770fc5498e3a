from collaborations.models.collaborations import Collaboration, FollowUp, Party
from collaborations.models.endorsements import Endorsement

__all__ = ["Collaboration", "Endorsement", "FollowUp", "Party"]
