"""The city on one page: PDF by typst, tables by xlsxwriter, in the language it was asked in."""

from programs.models import YearReview
from reports.models import Report
from reports.queries import load_printed_overview
from reports.renderers.content import content_of
from reports.renderers.page import one_page


def build_report(report: Report) -> bytes:
    """The file's bytes. Runs in the city's scope and the report's language."""
    # Heavy, and only the worker prints: a web process would carry 17 MB of them for nothing.
    from reports.renderers.pdf import render_pdf  # noqa: PLC0415
    from reports.renderers.xlsx import render_xlsx  # noqa: PLC0415

    content = content_of(load_printed_overview(report.city), report.language)
    return render_pdf(one_page(content)) if report.format == Report.Format.PDF else render_xlsx(content)


def render_review(review: YearReview, language: str) -> bytes:
    """A confirmed year review as PDF. Runs in the city's scope and that language, in the worker."""
    from reports.renderers.year_review import draw_review  # noqa: PLC0415 (heavy, as above)

    return draw_review(review, language)
