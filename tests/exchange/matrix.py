"""Who may what about an exchange: who leads it; whoever takes part is known by their own link."""

MATRIX = {
    "exchange.list_exchange": {"director", "facilitator"},
    "exchange.add_exchange": {"director", "facilitator"},
    "exchange.lead_exchange": {"director", "facilitator"},
}

PAGES = {
    "exchanges": "exchange.list_exchange",
    "open_exchange": "exchange.add_exchange",
    "open_exchange_of_session": "exchange.add_exchange",
    "exchange": "exchange.lead_exchange",
    "move_exchange": "exchange.lead_exchange",
    "end_exchange": "exchange.lead_exchange",
    "exchange_wall": "exchange.lead_exchange",
    "exchange_wall_part": "exchange.lead_exchange",
    "type_card": "exchange.lead_exchange",
    "shake_for_team": "exchange.lead_exchange",
    "exchange_people": "exchange.lead_exchange",
    "answer_for_typed": "exchange.lead_exchange",
    "take_card_off": "exchange.lead_exchange",
    "put_card_back": "exchange.lead_exchange",
    "take_person_out": "exchange.lead_exchange",
    "let_person_in": "exchange.lead_exchange",
    "rename_person": "exchange.lead_exchange",
    "join_exchange": "anybody",
    "join_by_link": "anybody",
    "my_exchange": "anybody",
    "my_exchange_part": "anybody",
    "my_exchange_worker": "anybody",
    "mark_card": "anybody",
    "withdraw_card": "anybody",
    "choose_card_area": "anybody",
    "keep_card": "anybody",
    "offer_handshake": "anybody",
    "answer_handshake": "anybody",
    "take_hand_back": "anybody",
}
