"""A member's own profile and password; the pages about people, and the roles they hold."""

from dataclasses import asdict
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import access, clock, languages
from community.access import guard, recently_confirmed
from community.accounts import limits, passwords, profiles, queries, stewardship
from community.accounts.choosing_forms import ProfileForm
from community.accounts.former_handles import TooManyHandles
from community.accounts.forms import PasswordForm, RoleForm
from community.accounts.models import Member, Role
from community.accounts.policies import Permission
from community.db import transaction
from community.errors import TooMany
from community.limits import stopping

from .blueprint import bp


@bp.get("/profile")
@guard(Permission.EDIT_OWN_PROFILE)
def show_profile() -> ResponseReturnValue:
    """What others see of me, and my zone and password."""
    return _profile_page(_profile_form(access.viewer().member), PasswordForm(), 200)


@bp.post("/profile")
@guard(Permission.EDIT_OWN_PROFILE)
def change_profile() -> ResponseReturnValue:
    """Keep what I say of myself."""
    me = access.viewer().member
    form = _profile_form(me, request.form)
    if not form.validate():
        return _profile_page(form, PasswordForm(), 422)
    try:
        with transaction():
            profiles.change(me, form.draft(profiles.profile_of(me)), now=clock.now())
    except (profiles.HandleIsTaken, TooManyHandles) as refusal:
        form.handle.errors = [str(refusal)]
        return _profile_page(form, PasswordForm(), 422)
    flash("Your profile is changed.")
    return redirect(url_for("accounts.show_profile"), 303)


@bp.post("/profile/password")
@guard(Permission.EDIT_OWN_PROFILE)
def change_password() -> ResponseReturnValue:
    """Another password, if the present one is right; every other sign-in of mine ends."""
    me, now = access.viewer().member, clock.now()
    community = queries.present_community()
    own = (me.name, me.email, me.handle, community.name if community else "")
    profile = _profile_form(me)
    form, kept = PasswordForm(request.form, own=own), me.password_hash
    if not form.validate():
        return _profile_page(profile, form, 422)
    try:
        where = limits.network(request.remote_addr)
        limits.allow(limits.SIGN_IN, f"account {me.email_key}", where, now=now)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _profile_page(profile, form, 429)
    if not passwords.fits(form.old_password.data or "", kept):
        form.old_password.errors = ["This is not your present password."]
        return _profile_page(profile, form, 422)
    hashed = passwords.hash_password(form.password.data or "")
    with transaction():
        is_changed = profiles.change_password(
            me, old=kept, password_hash=hashed, keep=access.viewer().token, now=now
        )
    if not is_changed:
        form.old_password.errors = ["This is not your present password any more."]
        return _profile_page(profile, form, 422)
    flash("Your password is changed. You are signed out everywhere else.")
    return redirect(url_for("accounts.show_profile"), 303)


@bp.get("/people")
@guard(Permission.SEE_PEOPLE)
def list_people() -> ResponseReturnValue:
    """Everybody here, for those who are here."""
    people = queries.list_people(request.args.get("after"))
    return render_template("accounts/people.html", people=people)


@bp.get("/people/<handle>")
@guard(Permission.SEE_PEOPLE)  # a visitor, whom a text leads here, is asked who they are
def show_person(handle: str) -> ResponseReturnValue:
    """What members may know of each other; stewards see how roles came and went."""
    member = queries.member_by_handle(handle)
    if member is None:
        abort(404)
    return _person_page(member, None, 200)


@bp.post("/people/<handle>/roles")
@guard(Permission.ENTRUST_ROLES, load=queries.member_by_handle)
@recently_confirmed
def grant_role(member: Member) -> ResponseReturnValue:
    """Entrust a role."""
    form = RoleForm(request.form)
    if not form.validate():
        return _person_page(member, form, 422)
    with transaction():
        stewardship.grant_role(
            member, Role(form.role.data), by=access.viewer().member, now=clock.now()
        )
    flash(f"{member.name} is a {form.role.data} now.")
    return redirect(url_for("accounts.show_person", handle=member.handle), 303)


def _held(handle: str, role: str) -> tuple[Member, Role] | None:
    member = queries.member_by_handle(handle)
    known = member is not None and role in {known.value for known in Role}
    return (member, Role(role)) if member is not None and known else None


@bp.post("/people/<handle>/roles/<role>/withdrawal")
@guard(Permission.ENTRUST_ROLES, load=_held)
@recently_confirmed
def revoke_role(held: tuple[Member, Role]) -> ResponseReturnValue:
    """Take a role back."""
    member, role = held
    with transaction():
        stewardship.revoke_role(member, role, by=access.viewer().member, now=clock.now())
    flash(f"{member.name} is no longer a {role.value}.")
    return redirect(url_for("accounts.show_person", handle=member.handle), 303)


def _profile_form(me: Member, sent: Any = None) -> ProfileForm:
    """The form as it was sent, else with what is so; without name and handle for the suspended."""
    standing = access.viewer().limits
    is_kept = bool(stopping(standing, Permission.CHANGE_NAME, None, writes=True))
    values = asdict(profiles.profile_of(me))
    values["language"] = values["language"] or ""
    return ProfileForm(sent, languages=languages.offered(), is_name_kept=is_kept, **values)


def _profile_page(form: ProfileForm, password: PasswordForm, status: int) -> ResponseReturnValue:
    has_password = access.viewer().member.password_hash != passwords.NONE
    page = render_template(
        "accounts/profile.html", form=form, password=password, has_password=has_password
    )
    return page, status


def _person_page(member: Member, form: RoleForm | None, status: int) -> ResponseReturnValue:
    who = access.viewer()
    can = access.permitted(who, member, [Permission.ENTRUST_ROLES])
    roles = queries.roles_of([member.id]).get(member.id, ())
    page = render_template(
        "accounts/person.html",
        member=member,
        roles=roles,
        grants=queries.grants_of(member),
        invited_by=queries.inviter_of(member),
        form=form or RoleForm(held=roles),
        can=can,
        is_self=who.member.id == member.id,
        zone=clock.zone(who.member.zone),
    )
    return page, status
