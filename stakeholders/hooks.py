"""What stakeholders answer to apps below."""

from cities.actions.invitations import PERSON_JOINED
from educities.activity.names import PERSON_NAMES
from stakeholders.joined import grown_up_names, make_profile

PERSON_JOINED.register(make_profile)
PERSON_NAMES.register(grown_up_names)
