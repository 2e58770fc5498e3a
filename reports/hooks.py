"""What reports answer to apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import NAVIGATION, OFFICE, TABS, Door, Tab
from cities.queries.panels import START_PAGES, StartPage
from cities.queries.waiting import WAITING
from consents.values.personal_data import DATA_FORMATS, PERSONAL_DATA, DataFormat
from educities.activity.actions.retention import FORGETTERS, Forgetter
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.kit.tones import STATE_TONES, Tones
from educities.tenancy.inspect import OWNERS_FUNCTIONS
from forum.values import MINUTES_FILES
from programs.values.reviews import REVIEW_PRINTERS, ReviewPrinter
from reports import verbs
from reports.actions.old_reports import forget_old_reports
from reports.models import Report
from reports.queries.waiting import PAUSED
from reports.renderers import render_review
from reports.renderers.personal_data import render_personal_data
from reports.renderers.review_pictures import keep_pictures
from reports.texts.personal_data import PERSONAL_SECTIONS
from stakeholders.values.page_links import PageLink

FORGETTERS.register(Forgetter("reports", forget_old_reports))
VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
MAIL_KINDS.register(MailKind(verbs.REPORT_READY, folded=True))
MAIL_KINDS.register(MailKind(verbs.REPORT_FAILED, folded=True))
NAVIGATION.register(Door("today", _("Today"), "cities.see_workplace_city", 10, "sun"))
TABS.register(Tab("today", "dashboard", _("Today"), "cities.see_workplace_city", 10))
TABS.register(Tab("program", "reports", _("Reports"), "reports.view_report", 30))
OFFICE.register(Tab("office", "partners", _("Partner apps"), "cities.admit_partners_city", 60))
START_PAGES.register(StartPage("dashboard", "cities.see_workplace_city", 10))
OWNERS_FUNCTIONS.register("reports_due_reports")
WAITING.register(PAUSED)
STATE_TONES.register(Tones(Report, bad="failed"))
MINUTES_FILES.register(PageLink("minutes_file", _("Minutes as PDF"), "forum.view_charter", "download"))
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
REVIEW_PRINTERS.register(ReviewPrinter("pdf", keep_pictures, render_review))
DATA_FORMATS.register(DataFormat("pdf", _("PDF, to read and print"), "application/pdf", render_personal_data))
