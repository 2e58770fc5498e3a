from accelerator.models.enrolments import Enrolment, Visit
from accelerator.models.intakes import Accelerator, Leader, Term

__all__ = ["Accelerator", "Enrolment", "Leader", "Term", "Visit"]
