"""What cities answer to apps below."""

from cities.models import City
from educities.kit.tones import STATE_TONES, Tones

STATE_TONES.register(Tones(City, good="active"))
