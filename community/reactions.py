"""What happens when something has happened: event → functions, in order, in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from .accounts import notices as accounts_notices
from .accounts.events import (
    AddressChanged,
    AddressTakenBack,
    CommunityChanged,
    CommunitySetUp,
    MemberJoined,
    ProfileChanged,
    RoleGranted,
    RoleRevoked,
)
from .agendas import answer_notices, carrying, guest_holdings, role_notices, templating
from .agendas import hiding as agendas_hiding
from .agendas import mention_notices as agendas_mention_notices
from .agendas import notices as agendas_notices
from .agendas.events import (
    AgendaPublished,
    CallCarriedOver,
    CallRoleChanged,
    CarryingTakenBack,
    ItemPurged,
    ItemRedacted,
    ItemSetAside,
    ItemsHidden,
    MembersNamed,
    ProposalAnswered,
    ProposalWaits,
)
from .attendance import events as attendance_events
from .attendance import guest_notices, link_notices, merging, place_notices, series_answers
from .attendance import notices as attendance_notices
from .attendance import suspending as attendance_suspending
from .calendars import personal, revisions
from .calls import notices as calls_notices
from .calls.events import (
    CallChanged,
    CallDuplicated,
    CallsHidden,
    CallShown,
    CapacityChanged,
    FacilitatorInvited,
    SeriesChanged,
    SeriesStarted,
    SittingCancelled,
    SittingMoved,
    SittingsRestored,
    SittingsScheduled,
    SittingsWithdrawn,
    SittingUncancelled,
)
from .calls.queries import sittings_of
from .conduct import acceptances
from .conduct import publishing as conduct_publishing
from .conduct.events import ContactGone, MeasureImposed
from .events import Event, Reaction
from .facilitation.events import CallEnded
from .front import commands as front_commands
from .ledger import drafting as ledger_drafting
from .moderation import content_notices, counting_again, first_note_notices, joining, leaving
from .moderation import events as moderation_events
from .moderation import naming as moderation_naming
from .moderation import notices as moderation_notices
from .moderation import telling as standing_telling
from .notes import carrying as notes_carrying
from .notes import hiding as notes_hiding
from .notes import notices as notes_notices
from .notes import redacting_with_items as notes_redacting
from .notes.events import (
    ActionGiven,
    HeldNoteRead,
    NoteHeld,
    NotePurged,
    NoteRedacted,
    NoteSorted,
    NoteWordsBack,
    NoteWritten,
)
from .patterns import citations, invitation_notices, judgement_notices, settling, use_notices
from .patterns import events as patterns_events
from .patterns import notices as patterns_notices
from .patterns import redacting as patterns_redacting
from .patterns import seeding as patterns_seeding
from .patterns import telling as patterns_telling
from .records import events as records_events
from .records import notices as records_notices
from .search import noticing as search_noticing


def _answer_new_dates(event: SittingsScheduled) -> None:
    series_answers.answer_new_dates(event.sittings, now=event.at)


def _answer_shown_dates(event: CallShown) -> None:
    series_answers.answer_new_dates(sittings_of(event.call), now=event.at)


def _copy_agenda(event: CallDuplicated) -> None:
    templating.copy_agenda(event.source, event.copy, by=event.by, now=event.at)


def _carry_over(event: CallEnded) -> None:
    if event.is_last:
        carrying.carry_over(event.call.id, now=event.at)


def _draft_labour(event: CallEnded) -> None:
    ledger_drafting.draft(event.call.id, now=event.at)


def _join_address(event: AddressChanged) -> None:
    merging.join_address(event.member, now=event.at)


def _pass_places_on(event: Any) -> None:
    series_answers.settle_where_needed([event.sitting], event.at)


def _pass_all_places_on(event: SittingsWithdrawn | SittingsRestored) -> None:
    """At what is deleted nothing is offered; what is back offers again what is free."""
    series_answers.settle_where_needed(event.sittings, event.at)


TABLE: Mapping[type[Event], Sequence[Reaction]] = {
    CommunitySetUp: (
        conduct_publishing.write_first,
        patterns_seeding.begin_library,
        front_commands.write_sample,
        revisions.community_changed,
    ),
    AddressChanged: (_join_address, joining.address_changed),
    AddressTakenBack: (personal.address_taken_back,),
    CommunityChanged: (revisions.community_changed,),
    MemberJoined: (
        *(acceptances.accept_at_sign_up, guest_holdings.member_joined),
        joining.member_joined,
    ),
    RoleGranted: (
        *(accounts_notices.role_granted, moderation_naming.role_granted),
        moderation_notices.role_granted,
    ),
    RoleRevoked: (leaving.role_revoked,),
    ContactGone: (moderation_notices.contact_gone,),
    MeasureImposed: (leaving.measure_imposed, attendance_suspending.measure_imposed),
    **dict.fromkeys((SeriesStarted, SeriesChanged), (revisions.series_changed,)),
    CallChanged: (revisions.call_changed,),
    CallDuplicated: (_copy_agenda,),
    CallsHidden: (agendas_hiding.calls_hidden, notes_hiding.calls_hidden),
    CallShown: (_answer_shown_dates,),
    CallCarriedOver: (notes_carrying.call_carried_over,),
    CarryingTakenBack: (notes_carrying.carrying_taken_back,),
    CallEnded: (_draft_labour, _carry_over),
    SittingsScheduled: (_answer_new_dates, revisions.sittings_scheduled),
    SittingMoved: (_pass_places_on, attendance_notices.sitting_moved, revisions.sitting_changed),
    **dict.fromkeys(
        (SittingCancelled, SittingUncancelled),
        (_pass_places_on, attendance_notices.sitting_changed, revisions.sitting_changed),
    ),
    CapacityChanged: (_pass_places_on, revisions.sitting_changed),
    SittingsWithdrawn: (_pass_all_places_on, attendance_notices.sittings_changed),
    SittingsRestored: (_pass_all_places_on, attendance_notices.sittings_changed),
    FacilitatorInvited: (calls_notices.facilitator_invited,),
    AgendaPublished: (
        agendas_notices.agenda_published,
        revisions.agenda_published,
        citations.agenda_published,
    ),
    ProposalAnswered: (answer_notices.proposal_answered,),
    ProposalWaits: (answer_notices.proposal_waits,),
    CallRoleChanged: (role_notices.role_changed,),
    MembersNamed: (agendas_mention_notices.members_named,),
    attendance_events.GuestCame: (joining.guest_came,),
    attendance_events.PeopleJoined: (guest_holdings.people_joined, joining.people_joined),
    attendance_events.PlaceOffered: (place_notices.place_offered,),
    attendance_events.PlacesGiven: (place_notices.places_given,),
    attendance_events.OfferExpired: (place_notices.offer_expired,),
    attendance_events.GuestAnswerAsked: (guest_notices.answer_asked,),
    ProfileChanged: (revisions.person_changed,),
    attendance_events.RsvpChanged: (revisions.person_changed,),
    attendance_events.SeriesAnswerChanged: (revisions.person_changed,),
    attendance_events.FollowChanged: (revisions.person_changed,),
    attendance_events.LinkChanged: (link_notices.link_changed,),
    ItemsHidden: (notes_hiding.items_hidden,),
    ItemRedacted: (
        notes_redacting.item_redacted,
        revisions.item_redacted,
        citations.item_redacted,
        search_noticing.forget_for_ever,
    ),
    NoteHeld: (first_note_notices.first_note_held,),
    HeldNoteRead: (first_note_notices.first_note_read,),
    NoteSorted: (citations.note_sorted,),
    ActionGiven: (notes_notices.action_given,),
    ItemSetAside: (
        *(revisions.item_redacted, citations.item_redacted),
        search_noticing.forget_for_ever,
    ),
    ItemPurged: (notes_redacting.item_purged, search_noticing.forget_for_ever),
    NoteWritten: (notes_notices.note_written, citations.note_written),
    NoteRedacted: (
        patterns_redacting.redact_what_was_begun,
        citations.note_redacted,
        search_noticing.forget_for_ever,
    ),
    NoteWordsBack: (patterns_redacting.put_back_what_was_begun,),
    NotePurged: (
        patterns_redacting.purge_what_was_begun,
        citations.note_redacted,
        search_noticing.forget_for_ever,
    ),
    patterns_events.PatternRedacted: (search_noticing.forget_for_ever,),
    patterns_events.CollectionRedacted: (search_noticing.forget_for_ever,),
    patterns_events.DraftShared: (invitation_notices.draft_shared,),
    patterns_events.LinkFailed: (use_notices.link_failed,),
    patterns_events.LinkWaits: (use_notices.link_waits,),
    patterns_events.PatternJudged: (judgement_notices.pattern_judged,),
    patterns_events.PatternRevised: (patterns_telling.pattern_changed,),
    patterns_events.PatternRewritten: (settling.pattern_rewritten,),
    patterns_events.ProposalReturned: (patterns_notices.proposal_returned,),
    patterns_events.StageReached: (
        patterns_telling.pattern_changed,
        patterns_notices.stage_reached,
    ),
    patterns_events.SuggestionMade: (patterns_notices.suggestion_made,),
    patterns_events.SuggestionAnswered: (patterns_notices.suggestion_answered,),
    records_events.CallRedacted: (search_noticing.forget_for_ever,),
    records_events.CorrectionAsked: (records_notices.correction_asked,),
    records_events.RecordOpened: (records_notices.record_opened,),
    records_events.RecordPublished: (records_notices.record_published, revisions.record_changed),
    records_events.RecordTakenBack: (revisions.record_changed,),
    moderation_events.ReportReceived: (moderation_notices.report_received,),
    moderation_events.RespondersAsked: (moderation_notices.responders_asked,),
    moderation_events.LeaveTaken: (moderation_notices.leave_taken,),
    moderation_events.FewerLeft: (counting_again.fewer_left,),
    moderation_events.TooFewLeft: (moderation_notices.too_few_left,),
    moderation_events.ContentWaits: (content_notices.content_waits,),
    moderation_events.SomethingWaits: (moderation_notices.something_waits,),
    moderation_events.ReporterAnswered: (
        moderation_notices.reporter_answered,
        standing_telling.reporter_answered,
    ),
    moderation_events.DoneAtOnce: (moderation_notices.done_at_once, standing_telling.done_at_once),
    moderation_events.PersonTold: (moderation_notices.person_told, standing_telling.person_told),
}
