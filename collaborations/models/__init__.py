from collaborations.models.collaborations import Collaboration, FollowUp, Party

__all__ = ["Collaboration", "FollowUp", "Party"]
