"""The city's model: versions of nine blocks, written together, each resting on something."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError, StaleVersion
from journeys import verbs
from journeys.models import BLOCK_KEYS, Citation, ModelBlock, ModelVersion
from journeys.queries import find_citable
from labs.actions.cohorts import check_working
from labs.models import Cohort
from labs.queries.facilitators import active_facilitators

WRITABLE = (ModelVersion.State.DRAFT, ModelVersion.State.REVISING)
UNDER_WORK = (*WRITABLE, ModelVersion.State.IN_CONSULTATION)


@transaction.atomic
def start_version(cohort: Cohort, *, actor: User) -> ModelVersion:
    """A draft with nine blocks; its number is the cohort's next. While one is under work, that one is it.

    A further version begins with the words and the citations of the cohort's last one.
    """
    check_working(cohort)
    City.objects.select_for_update(no_key=True).get(pk=cohort.city_id)
    under_work = cohort.model_versions.filter(state__in=UNDER_WORK).first()
    if under_work:
        return under_work
    parent = cohort.model_versions.first()
    version = ModelVersion.objects.create(cohort=cohort, number=parent.number + 1 if parent else 1, parent=parent)
    _lay_blocks(version, parent)
    record(verbs.VERSION_STARTED, version, actor=actor, number=version.number)
    return version


def _lay_blocks(version: ModelVersion, parent: ModelVersion | None) -> None:
    before = {block.key: block for block in parent.blocks.all()} if parent else {}
    blocks = [ModelBlock(version=version, key=key, text=before[key].text if before else {}) for key in BLOCK_KEYS]
    ModelBlock.objects.bulk_create(blocks)
    key_of = {block.pk: block.key for block in before.values()}
    block_of = {block.key: block for block in blocks}
    sources = ("learning_id", "strength_id", "challenge_id", "contribution_id")
    Citation.objects.bulk_create(
        [
            Citation(block=block_of[key_of[old.block_id]], **{name: getattr(old, name) for name in sources})
            for old in Citation.objects.filter(block_id__in=key_of)
        ]
    )


def check_writable(version: ModelVersion) -> None:
    """Raises DomainError when the version is with the public, adopted or at its end, or its cohort is over."""
    _check_cohort(version)
    if version.state not in WRITABLE:
        text = _("The text of this version is locked. Start a new version instead.")
        raise DomainError(text, code="journeys.version_closed")


@transaction.atomic
def write_block(block: ModelBlock, *, actor: User, text: dict[str, str], edits: int) -> None:
    """The block says `text`. `edits` is what the writer had read; raises StaleVersion when it has changed since.

    The same words again change nothing and count as no edit.
    """
    version = _lock_version(block)
    now = ModelBlock.objects.select_for_update(no_key=True).get(pk=block.pk)
    if now.text == text:
        return
    if now.edits != edits:
        message = _("Someone else edited this block. Load the page again before you write.")
        raise StaleVersion(message, code="journeys.block_changed", edits=now.edits)
    block.text, block.edits = text, edits + 1
    block.save()
    record(verbs.BLOCK_WRITTEN, version, actor=actor, block=block.key, edits=block.edits)


def _lock_version(block: ModelBlock) -> ModelVersion:
    version = ModelVersion.objects.select_for_update(no_key=True).get(pk=block.version_id)
    check_writable(version)
    return version


@transaction.atomic
def add_citation(block: ModelBlock, *, actor: User, source: str, pk: int) -> Citation:
    """The block rests on this row too; citing it twice is citing it once."""
    version = _lock_version(block)
    row = find_citable(source, pk, version.cohort)
    if row is None:
        raise DomainError(_("This source is not there any more. Choose another one."), code="journeys.no_such_source")
    citation, is_new = Citation.objects.get_or_create(block=block, **{source: row})
    if is_new:
        record(verbs.BLOCK_CITED, version, actor=actor, block=block.key, source=source, source_id=pk)
    return citation


@transaction.atomic
def remove_citation(citation: Citation, *, actor: User) -> None:
    """The block rests on it no longer."""
    version = _lock_version(citation.block)
    record(verbs.CITATION_REMOVED, version, actor=actor, block=citation.block.key, citation=citation.pk)
    citation.delete()


def _check_cohort(version: ModelVersion) -> None:
    if refusal := describe_why_model_stays(version):
        raise DomainError(refusal, code="journeys.cohort_over")


def describe_why_model_stays(version: ModelVersion) -> str:
    """Why the version's status stays, in a sentence; "" when it can change. What a cohort leaves is still to be adopted."""
    return _("The cohort of this model is over. The model stays as it is.") if version.cohort.is_over else ""


@transaction.atomic
def move_version(version: ModelVersion, *, actor: User, to: str) -> None:
    """The version goes to consultation or back to revising. Adoption is the forum's, not ours."""
    if to == ModelVersion.State.WITHDRAWN:
        raise DomainError(_("Say why the version is withdrawn."), code="journeys.withdrawn_with_reason")
    if to == ModelVersion.State.ADOPTED:
        raise DomainError(_("A model is adopted by a decision of the forum."), code="journeys.adopted_by_forum")
    _check_cohort(version)
    old = version.state
    version.move(ModelVersion.State(to))
    record(verbs.VERSION_MOVED, version, actor=actor, old=old, new=version.state)


@transaction.atomic
def adopt_version(version: ModelVersion, _decision: Any, actor: User) -> None:
    """The forum has adopted the version: its text never changes again, and the version adopted before gives way to it."""
    City.objects.select_for_update(no_key=True).get(pk=version.city_id)
    if version.state != ModelVersion.State.REVISING:
        text = _("This model is not ready to be adopted. First its text was read by others, and is being revised.")
        raise DomainError(text, code="journeys.not_to_adopt", field="takes_effect")
    for before in ModelVersion.objects.filter(state=ModelVersion.State.ADOPTED):
        before.move(ModelVersion.State.SUPERSEDED)
        record(verbs.VERSION_MOVED, before, actor=actor, old=ModelVersion.State.ADOPTED, new=before.state)
    version.move(ModelVersion.State.ADOPTED)
    record(verbs.VERSION_ADOPTED, version, actor=actor, number=version.number)


@transaction.atomic
def withdraw_version(version: ModelVersion, *, actor: User, reason: str) -> None:
    """The version counts no more; its words stay to be read. Who guides the lab reads why."""
    _check_cohort(version)
    old = version.state
    version.move(ModelVersion.State.WITHDRAWN)
    guides = active_facilitators(version.cohort.lab).values_list("profile__user_id", flat=True)
    told = [user for user in User.objects.filter(pk__in=guides) if user != actor]
    data: dict[str, Any] = {"old": old, "new": version.state}
    record(verbs.VERSION_WITHDRAWN, version, actor=actor, notify=told, reason=reason, **data)
