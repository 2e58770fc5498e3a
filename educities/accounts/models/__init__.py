from educities.accounts.models.changes import AccountChange
from educities.accounts.models.clients import IdempotentAnswer, PartnerClient
from educities.accounts.models.erasures import Erasure
from educities.accounts.models.sent_forms import FormAnswer, KeptForm
from educities.accounts.models.sessions import SignedInSession
from educities.accounts.models.sign_in import SignInLink
from educities.accounts.models.user import Person, User, Visitor

__all__ = [
    "AccountChange",
    "Erasure",
    "FormAnswer",
    "IdempotentAnswer",
    "KeptForm",
    "PartnerClient",
    "Person",
    "SignInLink",
    "SignedInSession",
    "User",
    "Visitor",
]
