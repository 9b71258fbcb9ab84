"""The tables, by chapter."""

from wertschatz.storage.models.accounts import Role, User
from wertschatz.storage.models.actions import Action, Change, Revision
from wertschatz.storage.models.cards import Card
from wertschatz.storage.models.customers import (
    Alias,
    Assessment,
    AssessmentRun,
    Contact,
    Customer,
    DirectCost,
    Estimate,
    GroupDecision,
    Invoice,
    Mark,
    Witness,
)
from wertschatz.storage.models.duplicates import Comparison, Likeness, NotTheSame
from wertschatz.storage.models.imports import (
    Import,
    ImportFile,
    ImportProblem,
    Mapping,
    WatchedFile,
)
from wertschatz.storage.models.jobs import Job
from wertschatz.storage.models.parties import Firm, Gram, Membership, OwnName, Party
from wertschatz.storage.models.payments import Doubt, Payment, Settlement
from wertschatz.storage.models.settings import Parameter

__all__ = [
    "Action",
    "Alias",
    "Assessment",
    "AssessmentRun",
    "Card",
    "Change",
    "Comparison",
    "Contact",
    "Customer",
    "DirectCost",
    "Doubt",
    "Estimate",
    "Firm",
    "Gram",
    "GroupDecision",
    "Import",
    "ImportFile",
    "ImportProblem",
    "Invoice",
    "Job",
    "Likeness",
    "Mapping",
    "Mark",
    "Membership",
    "NotTheSame",
    "OwnName",
    "Parameter",
    "Party",
    "Payment",
    "Revision",
    "Role",
    "Settlement",
    "User",
    "WatchedFile",
    "Witness",
]
