from educities.accounts.models.clients import IdempotentAnswer, PartnerClient
from educities.accounts.models.consent import Consent, GuardianLink
from educities.accounts.models.sign_in import SignInLink
from educities.accounts.models.user import Person, User

__all__ = ["Consent", "GuardianLink", "IdempotentAnswer", "PartnerClient", "Person", "SignInLink", "User"]
