"""The city on one page: PDF by typst, tables by xlsxwriter, in the language it was asked in."""

from reports.models import Report
from reports.printed.content import content_of
from reports.printed.pdf import pdf
from reports.printed.xlsx import xlsx
from reports.queries import overview


def build(report: Report) -> bytes:
    """The file's bytes. Runs in the city's scope and the report's language."""
    content = content_of(overview(report.city), report.language)
    return pdf(content) if report.format == Report.Format.PDF else xlsx(content)
