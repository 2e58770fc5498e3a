from growth.models.engines import Engine, Invitee, Round

__all__ = ["Engine", "Invitee", "Round"]
