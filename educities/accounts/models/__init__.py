from educities.accounts.models.clients import SCOPES, IdempotentAnswer, PartnerClient
from educities.accounts.models.consent import Consent, GuardianLink
from educities.accounts.models.sign_in import SignInLink
from educities.accounts.models.user import User

__all__ = ["SCOPES", "Consent", "GuardianLink", "IdempotentAnswer", "PartnerClient", "SignInLink", "User"]
