"""Numbers of growth engines, in one place."""

from educities.kit.few_people import LEAST

# Whoever said no, or was silent, is not invited to the same engine for so many days.
REST_DAYS = 180
# So many people and organisations are invited by one act; the others by the next.
MOST_INVITED = 100
# How long an invitation may be answered: as it is proposed, and its bounds.
ANSWER_DAYS, LEAST_DAYS, MOST_DAYS = 21, 3, 90
# So many days before the end whoever was silent is reminded, once.
REMINDED_DAYS = 4
# Below it a number of people is not told on the city's public page, nor to partner apps.
LEAST_SHOWN = LEAST
# Where fewer have not said yes nobody reads how many of them said no and how many were silent: they would know who.
LEAST_COUNTED = 5
# So many of them stand on the city's public page.
MOST_PUBLIC = 6
