"""When to use which component: the sentence above each sample."""

from django.utils.translation import gettext_lazy as _

BEADS = (
    ("done", _("has happened")),
    ("now", _("now, or next")),
    ("", _("lies ahead")),
    ("dash", _("proposed, or overridden for a time")),
    ("late", _("late, or refused")),
)

WHEN = {
    "head": _(
        "Every page begins like this one: ways up, title and state, one line of facts, at most one primary action and "
        "“More”; tabs from two parts up."
    ),
    "rows": _(
        "Rows are for things that one opens. The row as a whole is the link; what is done seldom is in its menu."
    ),
    "table": _("A table is for comparing at least three columns downwards. Filters from about fifteen rows up."),
    "cards": _("Cards are for questions to residents alone."),
    "empty": _("An empty place says what to do. The button for it is in the head, once."),
    "thing": _("What is to be done stands in the main column, then what happened; who, when and facts beside it."),
    "gate": _("Conditions: what is met and what is missing. Only the next one has a button beside it in gold."),
    "waiting": _("What waits for the reader, named, with the verb that settles it."),
    "history": _("History comes last, folded or as the last tab."),
    "office": _("What is set once and looked after: a list of pages, each with one short form."),
    "tabs": _("Tabs are the parts of one thing and stay on all of them. Steps are for what happens in order."),
    "grammar": _(
        "Fill says how sure, colour where one is, shape who, and a bead marks a moment: the same in every picture."
    ),
    "path": _("The stages of a cohort: full width in the head of its page, small in a row of a list."),
    "sectors": _("Seats on the page of a thing, four shapes in a row of a list, shape and name in text."),
    "states": _(
        "The ordinary state is not said. Gold only where the reader must act; a line around what others must do."
    ),
    "ribbon": _("Five years at once: on Today, on the page of the program and on paper."),
    "charts": _("Each chart has a sentence, and a table that says the same."),
    "form": _(
        "A field is as wide as its answer, fields that belong together stand beside each other, other languages are "
        "folded."
    ),
    "wrong": _("A mistake is told at the top and at its field, by the name of the field."),
    "buttons": _("One primary button a page, as wide as its words. Red stands only on a page that asks."),
    "messages": _("What came of the last step; in red what did not work, in gold what the reader has to know first."),
    "confirm": _("A page of its own with one question. Both buttons answer it."),
    "room": _(
        "One task on the whole screen, for a group of people: the attendance list, the code on a projector, checking in."
    ),
    "board": _("A board is for looking: cards of at most five lines, nothing to choose on them."),
}
