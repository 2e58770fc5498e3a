"""What a file of figures holds and would do, in words."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from educities.kit.multilingual import isolate_ltr, join_localised, translate_plain
from programs.models import Indicator
from programs.queries.figure_files import find_single_year
from programs.texts import value_data, with_unit
from programs.values.calendar import school_year
from programs.values.catalogue import Definition
from programs.values.flags import list_flags
from programs.values.single_years import ENDS
from stakeholders.imports.rows import LineNote
from stakeholders.models import ImportRun

# By the code of a problem: why a figure of the file is not taken.
PROBLEMS: dict[str, Promise] = {
    "no_year": gettext_lazy("This is not a school year."),
    "no_figure": gettext_lazy("This is not a figure."),
    "several": gettext_lazy("The file has another figure of this school year. Choose which rows count."),
    "another_counts": gettext_lazy("Another row of this school year was chosen."),
    "is_submitted": gettext_lazy("A figure waits to be confirmed and stays as it is. Send it back first."),
    "is_confirmed": gettext_lazy("A confirmed figure stays as it is. Revise it with a reason."),
    "part_missing": gettext_lazy("One of the two parts is missing."),
    "no_value": gettext_lazy("The figure is missing."),
    "denominator": gettext_lazy("“Out of” must be greater than 0."),
    "share_differs": gettext_lazy("The figure does not agree with its parts."),
    "percent_range": gettext_lazy("A percentage lies between 0 and 100."),
    "too_large": gettext_lazy("This figure is too large."),
    "whole_number": gettext_lazy("A whole number, 0 or more, is needed."),
    "period": gettext_lazy("School years from 1990 to 2100 can be entered."),
    "not_begun": gettext_lazy("This school year has not begun yet. Only a target can be entered for it."),
}
Targets = Mapping[str, Indicator | Definition]


def name_target(targets: Targets, key: str) -> str:
    """What the figures of this key are called; "" for an indicator that is gone."""
    return translate_plain(targets[key].name) if key in targets else ""


def list_file_facts(run: ImportRun) -> list[tuple[str, str]]:
    """`[(what, words)]` of what stands in the whole file, and where it is read from."""
    counts, place = run.counts, [(_("Where the figures are from"), str(run.defaults.get("source") or ""))]
    if run.sheet:
        place.append((_("Sheet"), run.sheet))
    if run.defaults.get("heading"):
        place.append((_("Row with the headings"), str(run.defaults["heading"])))
    remarks = [
        f"{join_localised(list_flags(letters))} ({value_data_of(number)})"
        for letters, number in sorted(counts.get("remarks", {}).items(), key=lambda one: -one[1])
    ]
    gaps = value_data_of(counts.get("gaps", 0))
    if counts.get("remarked_gaps"):
        gaps += " " + _("(%(n)s of them with a remark)") % {"n": value_data_of(counts["remarked_gaps"])}
    return [
        *place,
        (_("Figures in the file"), value_data_of(counts.get("figures", 0))),
        (_("Cells without a figure"), gaps if counts.get("gaps") else ""),
        (_("Authorities in the file"), value_data_of(counts["authorities"]) if counts.get("authorities") else ""),
        (_("Remarks in the file"), join_localised(remarks)),
    ]


# By why a year alone is read so.
BECAUSE: dict[tuple[str, str], Promise] = {
    ("begins", "beside"): gettext_lazy("The school years beside it in the file say so."),
    ("ends", "beside"): gettext_lazy("The school years beside it in the file say so."),
    ("begins", "kind"): gettext_lazy("In files of Eurostat a year is the school year that begins in it."),
    ("ends", "country"): gettext_lazy("In this country sources name a school year by the year in which it ends."),
    ("begins", "country"): gettext_lazy("Nothing in the file says that it means the school year that ends in it."),
    ("begins", "chosen"): gettext_lazy("This was chosen for this file."),
    ("ends", "chosen"): gettext_lazy("This was chosen for this file."),
}


def describe_single_year(run: ImportRun) -> str:
    """How a year alone is read in this file, and why, in two sentences; "" where the file has none."""
    plain = run.counts.get("plain_years")
    if not plain:
        return ""
    reads, because = find_single_year(run)
    # A run of before kept no example.
    alone = plain if plain > 1 else run.city.school_year()
    year = isolate_ltr(school_year(alone - 1 if reads == ENDS else alone))
    text = _("A year alone: %(alone)s in the file is read as the school year %(year)s.")
    said = text % {"alone": isolate_ltr(str(alone)), "year": year}
    return f"{said} {BECAUSE.get((reads, because), '')}".strip()


def value_data_of(number: int) -> str:
    """A count as people here write it."""
    return value_data(Decimal(number))


def list_counts(run: ImportRun) -> list[tuple[str, int, str]]:
    """`[(what, how many, name)]` of what the file would do, or has done."""
    labels = {
        "new": _("new figures"),
        "changed": _("drafts with another figure") if run.kind == "figures" else _("averages with another figure"),
        "same": _("figures that are there already"),
        "own_gaps": _("school years without a figure, left empty"),
        "left": _("left out, with the reason below"),
        "undone": _("went back when the import was undone"),
        "stayed": _("handed over or changed since, kept"),
    }
    return [(label, run.counts[name], name) for name, label in labels.items() if run.counts.get(name) or name == "new"]


def say_lines(run: ImportRun, targets: Targets, most: int) -> list[LineNote]:
    """What the first lines write: the indicator, the school year, and the figure before and after."""
    found = []
    for line in run.touched[:most]:
        target = targets.get(line["key"])
        new = _say_figure(target, line["new"])
        if line["old"] is not None:
            new = _("%(old)s becomes %(new)s") % {
                "old": isolate_ltr(_say_figure(target, line["old"])),
                "new": isolate_ltr(new),
            }
        if remarks := list_flags(line["new"][3] or ""):
            new = f"{new} ({join_localised(remarks)})"
        found.append(
            LineNote(line["row"], name_target(targets, line["key"]), isolate_ltr(school_year(line["period"])), new)
        )
    return found


def list_doubles(run: ImportRun, targets: Targets) -> list[tuple[str, list[tuple[int, str]]]]:
    """Of each school year that has several figures in the file what is asked, and each row with its figure."""
    return [
        (
            _("%(name)s, %(year)s: the row that counts")
            % {"name": name_target(targets, one["key"]), "year": isolate_ltr(school_year(one["period"]))},
            [
                (row, _("Row %(row)s: %(figure)s") % {"row": row, "figure": _say_double(targets.get(one["key"]), said)})
                for row, said in one["rows"]
            ],
        )
        for one in run.counts.get("doubles", [])
    ]


def _say_double(target: Indicator | Definition | None, said: list[str | None]) -> str:
    parts = f"{said[1] or '–'} / {said[2] or '–'}"
    text = _say_figure(target, said) or parts
    remarks = list_flags(said[3] or "")
    return f"{text} ({join_localised(remarks)})" if remarks else text


def _say_figure(target: Indicator | Definition | None, said: list[str | None]) -> str:
    if said[0] is None:
        return ""
    value = Decimal(said[0])
    text = with_unit(target, value) if target is not None else value_data(value)  # type: ignore[arg-type]  # both have a unit
    if said[1] is not None and said[2] is not None:
        text = f"{text} ({value_data(Decimal(said[1]))} / {value_data(Decimal(said[2]))})"
    return text


def say_problems(run: ImportRun, targets: Targets, most: int) -> list[LineNote]:
    """Why the first of those lines are left out that are."""
    found = []
    for note in run.problems[:most]:
        year = isolate_ltr(school_year(note["period"]) if "period" in note else note.get("year", ""))
        name = name_target(targets, note["key"]) if "key" in note else ""
        words = str(PROBLEMS.get(note["code"], note["code"]))
        found.append(LineNote(note["row"], year, words, note["value"], name))
    return found


def say_questions(run: ImportRun, targets: Targets, most: int) -> list[str]:
    """What is asked about once more, a sentence each."""
    texts = {
        "jump": _("%(name)s: from %(old)s in %(one)s to %(new)s in %(two)s."),
        "shrinks": _("%(name)s: out of %(old)s in %(one)s, but out of only %(new)s in %(two)s. Are people missing?"),
    }
    found = []
    for asked in run.counts.get("questions", [])[:most]:
        about = {name: isolate_ltr(asked[name]) for name in ("old", "new")}
        about |= {name: isolate_ltr(school_year(asked[name])) for name in ("one", "two")}
        found.append(texts[asked["code"]] % {**about, "name": name_target(targets, asked["key"])})
    return found


def describe_hindrance(run: ImportRun, targets: Targets) -> str:
    """Why nothing of the file can be taken yet, and what to choose, in a sentence; "" where something can."""
    counts = run.counts
    if not counts.get("is_here", True):
        return _("No row of this file is about %(place)s. Write its name or code as the file has it.") % {
            "place": run.city if run.kind == "figures" else _("the whole country")
        }
    if not counts.get("figures"):
        return _("No figures were found. Choose which column holds them, or another row of headings.")
    if "indicator" not in run.columns and run.defaults.get("indicator") not in targets:
        return _("Choose of which indicator the figures are.")
    if any(note["code"] == "several" for note in run.problems):
        return _("The file has several figures of one school year. Choose which rows count.")
    if counts.get("unknown") and not run.touched:
        return _("Choose which indicator each name in the file means.")
    return "" if run.touched else _("There is nothing new in this file.")


def describe_drafts(still: int, written: int) -> str:
    """What is to be done with the figures of a file: `still` of those `written` are the drafts that it made."""
    if still == written:
        return _("The figures are drafts. Submit them, and another person confirms them.")
    if not still:
        return _(
            "None of the figures is a draft of this file any more: they were submitted, confirmed or changed since. "
            "The import can no longer be undone."
        )
    text = ngettext(
        "%(n)s of %(all)s figures is still a draft: submit it, and another person confirms it. The others were submitted, "
        "confirmed or changed since.",
        "%(n)s of %(all)s figures are still drafts: submit them, and another person confirms them. The others were "
        "submitted, confirmed or changed since.",
        still,
    )
    return text % {"n": value_data_of(still), "all": value_data_of(written)}


def describe_applied(run: ImportRun) -> str:
    """What came of the file, and what comes next."""
    n = len(run.touched)
    if run.kind == "national":
        text = ngettext("%(n)s average is there for all cities.", "%(n)s averages are there for all cities.", n)
    else:
        text = ngettext(
            "%(n)s figure is a draft. Submit it on its indicator’s page.",
            "%(n)s figures are drafts. Submit them on their indicators’ pages.",
            n,
        )
    return text % {"n": value_data_of(n)}
