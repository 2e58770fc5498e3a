"""What can be recorded about an exchange. What people wrote stands in no log."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb

OPENED = verb("exchange.opened", _("The exchange “{title}” was opened"), event="exchange.opened")
MOVED = verb("exchange.moved", _("The exchange “{title}” went on to its next part"), event="exchange.moved")
ENDED = verb("exchange.ended", _("The exchange “{title}” ended"), event="exchange.ended", ends=True)
JOINED = verb("exchange.joined", _("Joined an exchange"), is_private=True)
CARD_WRITTEN = verb("exchange.card_written", _("An offer or a need was written"), is_private=True)
CARD_WITHDRAWN = verb("exchange.card_withdrawn", _("An offer or a need was removed"), is_private=True)
CARD_MARKED = verb("exchange.card_marked", _("A card was marked"), is_private=True)
CARD_KEPT = verb("exchange.card_kept", _("A card was kept as a strength or a growth area"), is_private=True)
HANDSHAKE_OFFERED = verb("exchange.handshake_offered", _("A handshake was offered"), is_private=True)
HANDSHAKE_ANSWERED = verb("exchange.handshake_answered", _("A handshake was answered"), is_private=True)
HAND_TAKEN_BACK = verb("exchange.hand_taken_back", _("A hand was withdrawn"), is_private=True)
CARD_TAKEN_OFF = verb("exchange.card_taken_off", _("A card was taken off the exchange “{title}”"))
CARD_PUT_BACK = verb("exchange.card_put_back", _("A card was put back on the exchange “{title}”"))
PERSON_TAKEN_OUT = verb("exchange.person_taken_out", _("Someone was taken out of the exchange “{title}”"), ends=True)
PERSON_LET_IN = verb("exchange.person_let_in", _("Someone was let into the exchange “{title}” again"))
PERSON_RENAMED = verb("exchange.person_renamed", _("A name on the exchange “{title}” was changed"))

# What the history calls rows of this app.
ROWS = name_rows(
    "exchange",
    exchange=_("exchange of offers and needs"),
    participant=_("participant of an exchange"),
    card=_("card"),
    cardmark=_("mark on a card"),
    handshake=_("handshake"),
)
