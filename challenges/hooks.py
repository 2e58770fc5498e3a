"""What challenges answer to apps below."""

from challenges.actions.consents import consent_changed
from educities.accounts.actions import CONSENT_CHANGED

CONSENT_CHANGED.register(consent_changed)
