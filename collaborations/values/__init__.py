"""Numbers of collaborations, in one place."""

from datetime import timedelta

# So many days the parties have to answer a proposal; afterwards it is no longer asked.
ANSWER_DAYS = 30
# What stands in an address for all states of those that came about.
CAME_ABOUT = "counted"
# A proposal that comes twice within so long was sent twice.
SAME_PROPOSAL = timedelta(days=1)
# A person takes part in so many open collaborations at once; an organisation in as many as it likes.
MOST_OPEN = 3
# So many proposals of one person wait for answers at once.
MOST_ASKED = 5
# One collaboration is agreed for so many members of a cohort (gate 1 to 2).
MEMBERS_PER_COLLABORATION = 4
# So many days after the end its parties are asked what came of it.
FOLLOW_UP_DAYS = (30, 90, 365)
# A class or a group has so many children at least: one or two would be known by it.
LEAST_PUPILS = 3
# So many parties at most, so that each of them is somebody the others know.
MOST_PARTIES = 12
