from educities.accounts.models.consent import Consent, GuardianLink
from educities.accounts.models.user import User

__all__ = ["Consent", "GuardianLink", "User"]
