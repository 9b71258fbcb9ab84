"""The tables, by chapter."""

from wertschatz.storage.models.accounts import Role, User
from wertschatz.storage.models.actions import Action, Change, Revision
from wertschatz.storage.models.cards import Card
from wertschatz.storage.models.care import (
    Attention,
    CareConsent,
    CareDetail,
    CaredFor,
    CareNotice,
    CareSnooze,
)
from wertschatz.storage.models.contacts import Commitment, FreshStart, Preference, Timer
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
from wertschatz.storage.models.enquiries import Enquiry, ProfileAnswer, Traits
from wertschatz.storage.models.groups import CallOut, Goodbye, GoodbyeStep, Instruction
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
from wertschatz.storage.models.reviews import Review, ReviewEntry, YearLetter
from wertschatz.storage.models.rules import (
    CallBack,
    Colleague,
    Device,
    KnownNumber,
    Ring,
    RuleSet,
    Switch,
    Told,
    Week,
    Word,
)
from wertschatz.storage.models.search import CardGram, EnquiryGram
from wertschatz.storage.models.settings import Parameter
from wertschatz.storage.models.tags import SavedFilter, Tag, Tagged
from wertschatz.storage.models.worktime import (
    CalendarEntry,
    CalendarSource,
    LeaveItem,
    LeaveTick,
    Matter,
    Task,
    WorkDay,
)

__all__ = [
    "Action",
    "Alias",
    "Assessment",
    "AssessmentRun",
    "Attention",
    "CalendarEntry",
    "CalendarSource",
    "CallBack",
    "CallOut",
    "Card",
    "CardGram",
    "CareConsent",
    "CareDetail",
    "CareNotice",
    "CareSnooze",
    "CaredFor",
    "Change",
    "Colleague",
    "Commitment",
    "Comparison",
    "Contact",
    "Customer",
    "Device",
    "DirectCost",
    "Doubt",
    "Enquiry",
    "EnquiryGram",
    "Estimate",
    "Firm",
    "FreshStart",
    "Goodbye",
    "GoodbyeStep",
    "Gram",
    "GroupDecision",
    "Import",
    "ImportFile",
    "ImportProblem",
    "Instruction",
    "Invoice",
    "Job",
    "KnownNumber",
    "LeaveItem",
    "LeaveTick",
    "Likeness",
    "Mapping",
    "Mark",
    "Matter",
    "Membership",
    "NotTheSame",
    "OwnName",
    "Parameter",
    "Party",
    "Payment",
    "Preference",
    "ProfileAnswer",
    "Review",
    "ReviewEntry",
    "Revision",
    "Ring",
    "Role",
    "RuleSet",
    "SavedFilter",
    "Settlement",
    "Switch",
    "Tag",
    "Tagged",
    "Task",
    "Timer",
    "Told",
    "Traits",
    "User",
    "WatchedFile",
    "Week",
    "Witness",
    "Word",
    "WorkDay",
    "YearLetter",
]
