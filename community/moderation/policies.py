"""Who may report, and who handles cases. What a case is and whom it is open to says
`sight_queries`: to everybody else there is no such case.
"""

from enum import StrEnum

from community.access import Rule, everyone, role, signed_in
from community.accounts.models import Role
from community.conduct.content import Effect
from community.conduct.standing import STOPS_ALL
from community.conduct.state_models import ContentAppeal, ContentReading, ContentState

from .appeal_models import Appeal, AppealOutcome, AppealWord
from .asking_models import CaseAsking
from .case_models import CaseAnswer, CaseCheck, CaseHolder, CaseMessage, CaseReport, CaseState
from .emergency_models import EmergencyReport
from .merging_models import CaseMerging
from .readmission_models import (
    ConditionWord,
    Readmission,
    ReadmissionWord,
    RulingCondition,
    RulingLook,
)
from .report_models import Report, ReportCopy, ReportExclusion, ReportFile, ReportPerson
from .ruling_models import (
    Ruling,
    RulingClause,
    RulingDecider,
    RulingEffect,
    RulingEmergency,
    RulingEnd,
    RulingMade,
    RulingNotice,
    RulingUncounted,
    RulingUnheard,
)


class Permission(StrEnum):
    """What can be done about reports and cases."""

    REPORT = "report"
    HANDLE_CASES = "handle cases"
    ANSWER_CASES = "answer about cases"
    SEE_OWN_STANDING = "see own standing"
    READ_AS_GUEST = "read as guest"
    SET_CONTENT_ASIDE = "set content aside"
    READ_BEFORE_OTHERS = "read words before others"
    READ_FIRST_NOTES = "read first notes"


RULES: dict[Permission, Rule] = {
    Permission.REPORT: everyone,
    Permission.HANDLE_CASES: role(Role.RESPONDER),  # of those the case is open to
    Permission.ANSWER_CASES: role(Role.RESPONDER),  # a conflict is said whatever stands
    Permission.SEE_OWN_STANDING: signed_in,
    Permission.READ_AS_GUEST: everyone,  # who has the link of a letter
    Permission.SET_CONTENT_ASIDE: role(Role.RESPONDER),  # but for threads they are part of
    Permission.READ_BEFORE_OTHERS: role(Role.RESPONDER),  # but for those who have a part in it
    Permission.READ_FIRST_NOTES: role(Role.RESPONDER),
}
ALWAYS = {
    Permission.REPORT,
    Permission.ANSWER_CASES,
    Permission.SEE_OWN_STANDING,
    Permission.READ_AS_GUEST,
}  # whatever measure stands
# What others wrote is not read by whoever may not act on it.
STOPPED: dict[Permission, frozenset[Effect]] = dict.fromkeys(
    (Permission.SET_CONTENT_ASIDE, Permission.READ_BEFORE_OTHERS, Permission.READ_FIRST_NOTES),
    STOPS_ALL,
)
# Acts that the audit log holds, by the rows that they add.
WRITTEN_DOWN: dict[type, str] = {
    Report: "report received",
    ReportPerson: "person of a report found",
    ReportExclusion: "left out of a report",
    CaseReport: "report taken in",
    CaseHolder: "case taken over",
    CaseState: "case moved",
    CaseAnswer: "responder answered",
    CaseCheck: "step done",
    CaseAsking: "responder asked",
    CaseMerging: "cases joined",
    ReportCopy: "report copied",
    ReportFile: "file received",
    EmergencyReport: "report of an emergency measure made",
    CaseMessage: "message written",
    Ruling: "ruling drafted",
    RulingClause: "clause named",
    RulingEffect: "effect chosen",
    RulingEmergency: "what lasts chosen",
    RulingUnheard: "reason not to hear given",
    RulingCondition: "condition set",
    RulingDecider: "ruling agreed to",
    RulingUncounted: "agreement not counted",
    RulingMade: "ruling made",
    RulingNotice: "ruling told",
    RulingEnd: "ruling ended",
    ConditionWord: "condition judged",
    Readmission: "readmission asked for",
    ReadmissionWord: "word on a readmission",
    RulingLook: "ban looked at again",
    Appeal: "appeal made",
    AppealWord: "word on an appeal",
    AppealOutcome: "appeal decided",
    ContentState: "content set aside",
    ContentAppeal: "content appeal made",
    ContentReading: "words about content written",
}
CHANGES: dict[type, str] = {
    Readmission: "readmission answered",
    CaseMerging: "cases taken apart",
    CaseAnswer: "responder answered again",
    CaseHolder: "case handed over",
    ContentReading: "words about content read",
}
SEALED: dict[type, tuple[str, str]] = {
    ReportCopy: ("text_source", "digest"),
    ReportFile: ("content", "digest"),
}
UNSAID: dict[type, frozenset[str]] = {
    ReportCopy: frozenset({"title", "text_source", "text_html", "author_name"}),
    ReportFile: frozenset({"content", "size"}),
    ContentState: frozenset({"why", "title"}),
    ContentReading: frozenset({"words"}),
}
"""What is emptied where it may be kept nowhere, or when somebody leaves."""
