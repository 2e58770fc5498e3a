from educities.accounts.models.clients import IdempotentAnswer, PartnerClient
from educities.accounts.models.sign_in import SignInLink
from educities.accounts.models.user import User

__all__ = ["IdempotentAnswer", "PartnerClient", "SignInLink", "User"]
