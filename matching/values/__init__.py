"""Numbers of suggestions and introductions, in one place."""

# A person has so many open suggestions at once.
MOST_SUGGESTED = 5
# Of each area so many strengths are read, the best first; the number of pairs grows with the square.
MOST_READ = 200
# A suggestion that nobody touches is over after so many days, an introduction that nobody answers after so many.
SHOWN_DAYS = 60
ANSWER_DAYS = 21
# The same two are brought together again after so many days: since one of them said no or nothing to an introduction,
# and since a suggestion went by without one.
REST_DAYS = 180
REST_UNTOUCHED_DAYS = 30
# So many introductions of one person wait for answers at once, and so many wait for the answer of one person.
MOST_INTRODUCED = 3
MOST_WAITING = 3
# For so many days a suggestion is new.
NEW_DAYS = 7
# A strength that was not said again for so many days counts less.
OLD_DAYS = 365
