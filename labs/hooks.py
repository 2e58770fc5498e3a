"""What labs answer to apps below."""

from cities.actions.invitations import PERSON_JOINED
from cities.actions.roles import ROLE_BLOCKERS
from labs.actions.labs import seat_who_joined, what_hangs_on
from labs.actions.overrides import tell_who_came
from labs.guides import leaves_without_guide
from stakeholders.actions import ARCHIVE_BLOCKERS

PERSON_JOINED.register(tell_who_came)
PERSON_JOINED.register(seat_who_joined)
ROLE_BLOCKERS.register(leaves_without_guide)
ARCHIVE_BLOCKERS.register(what_hangs_on)
