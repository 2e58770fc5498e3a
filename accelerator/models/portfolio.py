from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accelerator import rules
from accelerator.models.enrolments import Enrolment
from accelerator.models.intakes import Accelerator
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.tenancy.models import CityFK, CityModel, CityOneToOne, SharedFK
from journeys.models.city_model import BlockKey
from stakeholders.models import Area, Organisation, Sector


class Project(CityModel):
    """A teacher's project in the own class: no pupil is named, only how many they are about."""

    class Shown(models.TextChoices):
        LEADERS = "leaders", _("me, and who leads the intake")
        CITY = "city", _("the teachers of the city’s intakes too")
        NETWORK = "network", _("other cities too")

    enrolment = CityOneToOne(Enrolment, models.CASCADE, editable=False, related_name="project")
    question = WordsField(_("question of the project"))
    class_name = models.CharField(_("class"), max_length=60)
    pupils = models.PositiveSmallIntegerField(_("about how many pupils"), null=True, blank=True)
    partner = CityFK(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner organisation")
    )
    partner_sector = models.SmallIntegerField(choices=Sector.choices, null=True, editable=False)
    goal = WordsField(_("goal of the class"), blank=True)
    start_figure = models.DecimalField(_("figure at the start"), max_digits=12, decimal_places=2, null=True, blank=True)
    end_figure = models.DecimalField(_("figure at the end"), max_digits=12, decimal_places=2, null=True, blank=True)
    helped = WordsField(_("what helped"), blank=True)
    hindered = WordsField(_("what did not"), blank=True)
    pupils_say = WordsField(_("what pupils say"), blank=True)
    block = models.CharField(
        _("block of the city model that it belongs to"), max_length=12, choices=BlockKey.choices, blank=True
    )
    shown_to = models.CharField(_("who may read it"), max_length=8, choices=Shown.choices, default=Shown.LEADERS)
    reported_on = models.DateField(null=True, editable=False)

    DATA: ClassVar = {
        "internal": "partner_sector reported_on shown_to block",
        "personal": "question class_name pupils goal start_figure end_figure helped hindered pupils_say",
    }

    class Meta:
        verbose_name = _("classroom project")
        constraints = (
            models.CheckConstraint(
                condition=Q(pupils=None) | Q(pupils__range=(1, 500)),
                name="accelerator_pupils",
                violation_error_code="pupils",
                violation_error_message=_("Numbers from 1 to 500 can be entered."),
            ),
            models.CheckConstraint(
                condition=Q(reported_on=None)
                | Q(partner__isnull=False, start_figure__isnull=False, end_figure__isnull=False),
                name="accelerator_reported",
                violation_error_code="end_figure",
                violation_error_message=_("A report needs the partner and both figures."),
            ),
        )
        rules_permissions: ClassVar = {"view": rules.reads_project, "change": rules.is_teacher_of}

    def __str__(self) -> str:
        return translate_plain(self.question)

    def get_absolute_url(self) -> str:
        return cached_reverse("project", self.city.slug, self.pk)


class ProjectNote(CityModel):
    """What happened in the project on a day."""

    project = CityFK(Project, models.CASCADE, related_name="notes")
    noted_on = models.DateField(_("day"))
    text = WordsField(_("what happened"))

    DATA: ClassVar = {"personal": "noted_on text"}

    class Meta:
        ordering = ("noted_on", "id")
        verbose_name = _("note of a project")

    def __str__(self) -> str:
        return translate_plain(self.text)


class TeacherReflection(CityModel):
    """What a teacher thinks about the own way, for the teacher alone or for who leads the intake too."""

    enrolment = CityFK(Enrolment, models.CASCADE, related_name="reflections")
    written_on = models.DateField(editable=False)
    text = WordsField(_("your reflection"))
    is_shared = models.BooleanField(_("who leads the intake may read it"), default=False)

    DATA: ClassVar = {"personal": "written_on text is_shared"}

    class Meta:
        ordering = ("-written_on", "-id")
        verbose_name = _("reflection of a teacher")

    def __str__(self) -> str:
        return translate_plain(self.text)


class Pair(CityModel):
    """Two teachers of different schools who visit each other's classes in one of the two rounds."""

    accelerator = CityFK(Accelerator, models.CASCADE, related_name="pairs")
    number = models.SmallIntegerField(_("round"))
    first = CityFK(Enrolment, models.CASCADE, related_name="+")
    second = CityFK(Enrolment, models.CASCADE, related_name="+")
    first_school = CityFK(Organisation, models.PROTECT, related_name="+")
    second_school = CityFK(Organisation, models.PROTECT, related_name="+")

    DATA: ClassVar = {"internal": "number"}

    class Meta:
        ordering = ("number", "id")
        verbose_name = _("pair of teachers")
        constraints = (
            models.CheckConstraint(
                condition=~Q(first_school=F("second_school")),
                name="accelerator_pair_across",
                violation_error_code="second",
                violation_error_message=_("The two teach at different schools."),
            ),
            models.UniqueConstraint(
                fields=["city", "accelerator", "number", "first", "second"],
                name="accelerator_pair_once",
                violation_error_code="second",
                violation_error_message=_("This is there already."),
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, 2)),
                name="accelerator_two_rounds",
                violation_error_code="number",
                violation_error_message=_("There are two rounds of visits."),
            ),
        )
        rules_permissions: ClassVar = {"visit": rules.is_of_pair}

    def __str__(self) -> str:
        return f"pair {self.pk}"


class Observation(CityModel):
    """What one teacher saw in the class of the other: facts and a question, no score. Read by the two of them alone.

    It counts once the host has read and answered it. A summary without names is for the intake, where both agree.
    """

    pair = CityFK(Pair, models.CASCADE, related_name="observations")
    observer = CityFK(Enrolment, models.CASCADE, editable=False, related_name="visits_paid")
    host = CityFK(Enrolment, models.CASCADE, editable=False, related_name="visits_received")
    held_on = models.DateField(_("day of the visit"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=20)
    class_name = models.CharField(_("class"), max_length=60)
    host_question = WordsField(_("the host’s own question"), blank=True)
    pupils_do = WordsField(_("what pupils said, wrote and did"))
    teacher_does = WordsField(_("what the teacher said and did"))
    learns = WordsField(_("who learned from whom"), blank=True)
    strength = SharedFK(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("a strength that you saw in use")
    )
    question = WordsField(_("one question to the host"))
    summary = WordsField(_("summary without names"), blank=True)
    observer_shares = models.BooleanField(_("the intake may read the summary"), default=False)
    sentence = WordsField(_("your sentence after reading"), blank=True)
    next_try = WordsField(_("what you try next"), blank=True)
    host_shares = models.BooleanField(_("the intake may read the summary"), default=False)
    answered_on = models.DateField(null=True, editable=False)

    DATA: ClassVar = {
        "internal": "held_on minutes answered_on",
        "personal": "class_name host_question pupils_do teacher_does learns question summary observer_shares sentence "
        "next_try host_shares",
    }

    class Meta:
        ordering = ("held_on", "id")
        verbose_name = _("observation")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "pair", "observer"],
                name="accelerator_observation_once",
                violation_error_code="held_on",
                violation_error_message=_("You have written down this visit already."),
            ),
            models.CheckConstraint(
                condition=~Q(observer=F("host")),
                name="accelerator_other_class",
                violation_error_code="held_on",
                violation_error_message=_("Nobody observes themselves."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 180)),
                name="accelerator_minutes",
                violation_error_code="minutes",
                violation_error_message=_("Numbers from 5 to 180 can be entered."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(sentence={}),
                name="accelerator_answered",
                violation_error_code="sentence",
                violation_error_message=_("Write a sentence after reading."),
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.is_observer | rules.is_host,
            "answer": rules.is_host,
        }

    def __str__(self) -> str:
        return f"observation {self.pk}"

    def get_absolute_url(self) -> str:
        return cached_reverse("observation", self.city.slug, self.pk)
