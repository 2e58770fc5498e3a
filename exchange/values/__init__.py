"""Numbers of the exchange, in one place."""

from datetime import timedelta

# The code dies a day after it was opened, and the exchange closes by itself.
OPEN_FOR = timedelta(days=1)
CODE_DIGITS = 6
# Wrong codes: of one network, in which all people of an exchange may sit, and of the whole city.
NETWORK_TRIES, NETWORK_SECONDS = 30, 600
CITY_TRIES, CITY_SECONDS = 150, 3600
# So many are left to each network while the city's are used up: one typist who errs in a room still comes in.
TRIES_WHILE_GUESSED = 10
# Guests who come in: from one browser, which a family may share, and of one network.
MOST_OF_BROWSER = 3
JOIN_TRIES, JOIN_SECONDS = 150, 3600
# The minutes of each part, as the plan "Offers and needs" has them; nobody is cut off.
MINUTES = {"writing": 15, "round_1": 6, "round_2": 6, "round_3": 6, "walk": 10, "handshakes": 20}
# What one person writes at most, so that the wall stays readable.
MOST_CARDS = 20
MOST_PEOPLE = 300
LONGEST_LINE = 140
# A team has so many pupils at most.
TEAM_SIZE = 6
# A tap that waited longer than this is taken for one of now.
LONGEST_WAIT = timedelta(days=1)
