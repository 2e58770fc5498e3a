"""What cities answer to apps below."""

from cities import verbs
from cities.models import City
from educities.activity.register import VERBS, list_verbs
from educities.kit.tones import STATE_TONES, Tones

VERBS.register_each(list_verbs(verbs))
STATE_TONES.register(Tones(City, good="active"))
