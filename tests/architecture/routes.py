"""Who gets in where: every route with the roles it lets through. Add a line for a new one."""

from dataclasses import dataclass

from community.accounts import inviting
from community.accounts.arrivals import JoinInvitation
from community.accounts.inviting import LONGEST
from community.accounts.models import Member, Role, SignIn
from community.calendars.models import ImportFile
from community.calls.models import Call, Series
from community.calls.owners import Invitation
from community.db import db
from tests.calls.build import begin
from tests.factories import (
    START,
    make_call,
    make_community,
    make_member,
    make_sitting,
)

ROLES = ("visitor", "member", "facilitator", "owner", "steward")

EVERYONE = frozenset(ROLES)
MEMBERS = EVERYONE - {"visitor"}
STARTERS = MEMBERS - {"member"}  # facilitators of anything, where stewards leave it at that
OWNER = frozenset({"owner"})  # facilitators alone: join links are theirs
OWNERS = frozenset({"owner", "steward"})  # facilitators of the very thing
STEWARDS = frozenset({"steward"})
NOBODY = frozenset[str]()  # who guesses a secret is told nothing

ROUTES: dict[str, frozenset[str]] = {
    "GET static": EVERYONE,
    "GET healthz": EVERYONE,
    "GET readyz": EVERYONE,
    "GET security_txt": EVERYONE,
    # people
    "GET accounts.show_accent": EVERYONE,
    "GET accounts.show_sign_up": EVERYONE,
    "POST accounts.sign_up": EVERYONE,
    "GET accounts.show_address": MEMBERS,
    "POST accounts.ask_for_address": MEMBERS,
    "GET accounts.show_new_address": NOBODY,
    "POST accounts.change_address": NOBODY,
    "GET accounts.show_address_back": NOBODY,
    "POST accounts.take_address_back": NOBODY,
    "GET accounts.list_sign_ins": MEMBERS,
    "POST accounts.end_sign_in": frozenset({"member"}),  # whose it is
    "POST accounts.end_sign_ins": MEMBERS,
    "GET accounts.list_join_invitations": MEMBERS,
    "POST accounts.make_join_invitation": MEMBERS,
    "POST accounts.withdraw_join_invitation": frozenset({"member", "steward"}),  # who made it
    "GET accounts.show_sign_up_sent": EVERYONE,
    "GET accounts.show_invitation_to_join": NOBODY,
    "GET accounts.show_finish": NOBODY,
    "POST accounts.finish_sign_up": NOBODY,
    "GET accounts.show_sign_in_by_link": EVERYONE,
    "POST accounts.send_sign_in_link": EVERYONE,
    "GET accounts.show_sign_in_link": NOBODY,
    "POST accounts.sign_in_by_link": NOBODY,
    "GET accounts.show_reset": EVERYONE,
    "POST accounts.send_reset": EVERYONE,
    "GET accounts.show_new_password": NOBODY,
    "POST accounts.reset_password": NOBODY,
    "GET accounts.show_sign_in": EVERYONE,
    "POST accounts.sign_in": EVERYONE,
    "POST accounts.sign_out": EVERYONE,
    "GET accounts.show_set_up": NOBODY,
    "POST accounts.set_up": NOBODY,
    "GET accounts.show_confirmation": MEMBERS,
    "POST accounts.confirm": MEMBERS,
    "GET accounts.show_profile": MEMBERS,
    "POST accounts.change_profile": MEMBERS,
    "POST accounts.change_password": MEMBERS,
    "GET accounts.export": MEMBERS,
    "GET accounts.ask_to_erase": MEMBERS,
    "POST accounts.erase": MEMBERS,
    "GET accounts.show_goodbye": EVERYONE,
    "GET accounts.list_people": MEMBERS,
    "GET accounts.show_person": MEMBERS,
    "POST accounts.grant_role": STEWARDS,
    "POST accounts.revoke_role": STEWARDS,
    "GET accounts.show_settings": STEWARDS,
    "POST accounts.change_settings": STEWARDS,
    "GET accounts.show_unsubscription": NOBODY,
    "POST accounts.unsubscribe": NOBODY,
    # series
    "GET calls.new_series": STARTERS,
    "POST calls.start_series": STARTERS,
    "GET calls.edit_series": OWNERS,
    "POST calls.change_series": OWNERS,
    "GET calls.edit_times": OWNER,
    "POST calls.change_times": OWNER,
    "GET calls.new_date": OWNER,
    "POST calls.add_date": OWNER,
    "GET calls.ask_to_remove_series": OWNERS,
    "POST calls.remove_series": OWNERS,
    "POST calls.restore_series": OWNERS,
    "GET calls.show_series_facilitators": OWNERS,
    "POST calls.invite_to_series": OWNERS,
    "POST calls.leave_series": OWNERS,
    # calls and their sittings
    "GET calls.new_call": STARTERS,
    "POST calls.schedule_call": STARTERS,
    "GET calls.edit_call": OWNERS,
    "POST calls.change_call": OWNERS,
    "GET calls.ask_to_move": OWNERS,
    "POST calls.move": OWNERS,
    "GET calls.ask_to_cancel": OWNERS,
    "POST calls.cancel": OWNERS,
    "POST calls.uncancel": OWNERS,
    "GET calls.edit_place": OWNER,
    "POST calls.change_place": OWNER,
    "GET calls.ask_to_remove_call": OWNERS,
    "POST calls.remove_call": OWNERS,
    "POST calls.restore_call": OWNERS,
    "GET calls.show_call_facilitators": OWNERS,
    "POST calls.invite_to_call": OWNERS,
    "POST calls.leave_call": OWNERS,
    # an invitation made to the member
    "POST calls.accept_invitation": frozenset({"member"}),
    "POST calls.decline_invitation": frozenset({"member"}),
    "POST calls.withdraw_invitation": OWNERS,
    # answers
    "POST attendance.answer": MEMBERS,
    "POST attendance.withdraw": MEMBERS,
    "POST attendance.accept_offer": NOBODY,  # no place is offered to anybody
    "POST attendance.decline_offer": NOBODY,
    "POST attendance.answer_series": MEMBERS,
    "POST attendance.withdraw_series_answer": MEMBERS,
    "POST attendance.follow": MEMBERS,
    "POST attendance.unfollow": MEMBERS,
    "GET attendance.list_answers": frozenset({"owner"}),  # not even stewards
    "GET attendance.download_answers": frozenset({"owner"}),
    # calendars
    "GET calendars.show_community": EVERYONE,
    "GET calendars.show_series": EVERYONE,
    "GET calendars.show_call": EVERYONE,
    "GET calendars.show_robots": EVERYONE,
    "GET calendars.show_subscribe": EVERYONE,
    "POST calendars.show_address": MEMBERS,
    "POST calendars.rotate_address": MEMBERS,
    "GET calendars.show_topic": NOBODY,  # there is no such topic
    "GET calendars.show_personal": NOBODY,
    "GET calendars.new_import": STARTERS,
    "POST calendars.put_up": STARTERS,
    "GET calendars.show_import": frozenset({"owner"}),  # who put the file up
    "POST calendars.confirm_import": frozenset({"owner"}),
    # pages made of several features
    "GET front.show_home": EVERYONE,
    "GET front.list_calls": EVERYONE,
    "GET front.list_series": EVERYONE,
    "GET front.show_call": EVERYONE,
    "GET front.show_series": EVERYONE,
    "GET front.show_month": EVERYONE,
    "GET front.show_one_month": EVERYONE,
    "GET front.show_topic": NOBODY,
    "GET front.list_my_calls": MEMBERS,
}


@dataclass(frozen=True)
class World:
    """A small community in which each role has somebody; the owner owns what there is."""

    people: dict[str, Member]
    series: Series
    call: Call
    invitation: Invitation
    file: ImportFile
    sign_in: SignIn
    join_invitation: JoinInvitation

    def values(self, rule: str) -> dict[str, object]:
        """What stands in the gaps of an address: the thing the owner owns, or a guess."""
        subject = self.series if rule.startswith("/series") else self.call
        holder = self.people["facilitator"]
        return {
            "filename": "css/site.css",
            "handle": holder.handle,
            "month": "2026-03",
            "number": self._number(rule),
            "reference": "a-guess",
            "role": Role.FACILITATOR.value,
            "secret": "a-guess",
            "slug": "a-guess" if rule.startswith("/topics") else subject.slug,
            "token": "a-guess",
        }

    def _number(self, rule: str) -> int:
        if rule.startswith("/profile/sign-ins"):
            return self.sign_in.id
        if rule.startswith("/people/invitations"):
            return self.join_invitation.id
        if rule.startswith("/import"):
            return self.file.id
        return self.invitation.id if rule.startswith("/invitations") else 1


def make_world() -> World:
    """The rows of the world, in a transaction that is open."""
    make_community(accent="#0b5c56")
    people = {
        "member": make_member("Mia"),
        "facilitator": make_member("Fay", Role.FACILITATOR),
        "owner": make_member("Ola", Role.FACILITATOR),
        "steward": make_member("Stu", Role.STEWARD),
    }
    series = begin(people["owner"])
    call = make_call(people["owner"])
    make_sitting(call)
    invitation = Invitation(
        series_id=series.id,
        member_id=people["member"].id,
        by_id=people["owner"].id,
        at=START,
        hands_over=False,
    )
    file = ImportFile(
        member_id=people["owner"].id,
        name="calls.ics",
        content=b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        zone="UTC",
        made_at=START,
    )
    sign_in = SignIn(
        member_id=people["member"].id,
        token_hash="",
        agent="",
        created_at=START,
        confirmed_at=START,
        seen_at=START,
    )
    db.session.add_all([invitation, file, sign_in])
    db.session.flush()
    invited = inviting.make(by=people["member"], lasts=LONGEST, most_uses=3, now=START)
    return World(people, series, call, invitation, file, sign_in, invited)
