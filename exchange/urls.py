"""The addresses of exchanges of offers and needs."""

from django.urls import path

from exchange.views import handshakes, leaders, participants, staff

urlpatterns = [
    path("exchanges/", staff.Exchanges.as_view(), name="exchanges"),
    path("exchanges/new/", staff.OpenExchange.as_view(), name="open_exchange"),
    path("sessions/<int:pk>/exchange/", staff.OpenForSession.as_view(), name="open_exchange_of_session"),
    path("exchanges/<int:pk>/", staff.ExchangePage.as_view(), name="exchange"),
    path("exchanges/<int:pk>/move/", staff.MoveExchange.as_view(), name="move_exchange"),
    path("exchanges/<int:pk>/end/", staff.EndExchange.as_view(), name="end_exchange"),
    path("exchanges/<int:pk>/wall/", staff.ExchangeWall.as_view(), name="exchange_wall"),
    path("exchanges/<int:pk>/wall/part/", staff.WallPart.as_view(), name="exchange_wall_part"),
    path("exchanges/<int:pk>/cards/", staff.TypeCard.as_view(), name="type_card"),
    path("exchanges/cards/<int:pk>/team/", leaders.ShakeForTeam.as_view(), name="shake_for_team"),
    path("exchanges/<int:pk>/people/", leaders.ExchangePeople.as_view(), name="exchange_people"),
    path("exchanges/handshakes/<int:pk>/answer/", leaders.AnswerForTyped.as_view(), name="answer_for_typed"),
    path("exchanges/cards/<int:pk>/off/", leaders.TakeCardOff.as_view(), name="take_card_off"),
    path("exchanges/cards/<int:pk>/back/", leaders.PutCardBack.as_view(), name="put_card_back"),
    path("exchanges/people/<int:pk>/out/", leaders.TakePersonOut.as_view(), name="take_person_out"),
    path("exchanges/people/<int:pk>/in/", leaders.LetPersonIn.as_view(), name="let_person_in"),
    path("exchanges/people/<int:pk>/name/", leaders.RenamePerson.as_view(), name="rename_person"),
    path("exchange/", participants.JoinExchange.as_view(), name="join_exchange"),
    path("exchange/in/<str:token>/", participants.JoinExchange.as_view(), name="join_by_link"),
    path("exchange/my/<str:token>/", participants.MyExchange.as_view(), name="my_exchange"),
    path("exchange/my/<str:token>/worker.js", participants.MyWorker.as_view(), name="my_exchange_worker"),
    path("exchange/my/<str:token>/part/", participants.MyPart.as_view(), name="my_exchange_part"),
    path("exchange/my/<str:token>/cards/<int:pk>/mark/", participants.MarkCard.as_view(), name="mark_card"),
    path("exchange/my/<str:token>/cards/<int:pk>/withdraw/", participants.WithdrawCard.as_view(), name="withdraw_card"),
    path("exchange/my/<str:token>/cards/<int:pk>/area/", participants.ChooseArea.as_view(), name="choose_card_area"),
    path("exchange/my/<str:token>/cards/<int:pk>/keep/", participants.KeepCard.as_view(), name="keep_card"),
    path("exchange/my/<str:token>/cards/<int:pk>/shake/", handshakes.OfferHandshake.as_view(), name="offer_handshake"),
    path(
        "exchange/my/<str:token>/handshakes/<int:pk>/answer/",
        handshakes.AnswerHandshake.as_view(),
        name="answer_handshake",
    ),
    path("exchange/my/<str:token>/handshakes/<int:pk>/back/", handshakes.TakeHandBack.as_view(), name="take_hand_back"),
]
