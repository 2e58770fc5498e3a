"""Every write a person causes about people and organisations."""

from stakeholders.actions.people import change_profile, join_city, profile_for

__all__ = ["change_profile", "join_city", "profile_for"]
