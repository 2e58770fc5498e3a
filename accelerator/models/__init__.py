from accelerator.models.credentials import Credential, SigningKey
from accelerator.models.enrolments import Enrolment, Visit
from accelerator.models.intakes import Accelerator, Leader, Term
from accelerator.models.portfolio import Observation, Pair, Project, ProjectNote, TeacherReflection

__all__ = [
    "Accelerator",
    "Credential",
    "Enrolment",
    "Leader",
    "Observation",
    "Pair",
    "Project",
    "ProjectNote",
    "SigningKey",
    "TeacherReflection",
    "Term",
    "Visit",
]
