"""What exchanges answer to the questions of the apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import TABS, Tab
from collaborations.queries.open_ones import HANDS
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.actions.retention import FORGETTERS, Forgetter
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.tones import STATE_TONES, Tones
from exchange import verbs
from exchange.actions.adulthood import show_team
from exchange.actions.leaving import forget_old_cards, leave_exchanges
from exchange.models import Card, Exchange, Participant
from exchange.queries import find_hands
from exchange.queries.session_links import list_session_links
from exchange.texts import count_cards
from exchange.texts.personal_data import PERSONAL_SECTIONS
from meetings.values.page_links import SESSION_LINKS
from stakeholders.actions.adulthood import BECAME_MINOR
from stakeholders.actions.merge_parts import MERGE_PARTS, move_rows
from stakeholders.queries.area_uses import AREA_USES, AreaUse

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
ERASURE.register(leave_exchanges)
BECAME_MINOR.register(show_team)
FORGETTERS.register(Forgetter("exchange_cards", forget_old_cards))
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register(move_rows(Participant, "profile", same=("exchange",)))
AREA_USES.register(AreaUse("exchange_cards", Card.objects.all, count_cards))
TABS.register(Tab("network", "exchanges", _("Offers and needs"), "exchange.list_exchange", 16))
STATE_TONES.register(Tones(Exchange, sun="writing round_1 round_2 round_3 walk handshakes", quiet="ended"))
SCOPES.register(
    Scope("exchanges:read", _("read how many offers, needs and handshakes an exchange had"), 14, ("exchange",))
)
HANDS.register(find_hands)
SESSION_LINKS.register(list_session_links)
