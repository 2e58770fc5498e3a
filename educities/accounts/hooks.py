"""What accounts answer to apps below."""

from educities.accounts import verbs
from educities.accounts.models import Consent, GuardianLink
from educities.activity.register import VERBS, list_verbs
from educities.kit.tones import STATE_TONES, Tones

VERBS.register_each(list_verbs(verbs))
STATE_TONES.register(Tones(Consent, good="given", sun="requested", bad="refused expired withdrawn"))
STATE_TONES.register(Tones(GuardianLink, good="confirmed", sun="invited", bad="refused expired"))
