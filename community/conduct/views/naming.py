"""Stewards name the people to write to."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, recently_confirmed, viewer
from community.accounts.models import Member
from community.accounts.queries import member_by_handle
from community.conduct import contacts, queries
from community.conduct.forms import ContactForm
from community.conduct.models import Contact
from community.conduct.policies import Permission
from community.db import transaction

from .blueprint import bp

_NOBODY = "Nobody has this handle. Leave it empty if they have no account."


@bp.get("/conduct/contacts")
@guard(Permission.NAME_CONTACTS)
def list_contacts() -> ResponseReturnValue:
    """Those who are named, and a form for one more."""
    return _list_page(ContactForm(), 200)


@bp.post("/conduct/contacts")
@guard(Permission.NAME_CONTACTS)
@recently_confirmed
def add_contact() -> ResponseReturnValue:
    """Name one more."""
    form = ContactForm(request.form)
    member = _read(form)
    if form.errors:
        return _list_page(form, 422)
    with transaction():
        contacts.add(form.draft(member), by=viewer().member, now=clock.now())
    flash(f"{form.name.data} is named on the page of the code.")
    return redirect(url_for("conduct.list_contacts"), 303)


@bp.get("/conduct/contacts/<int:number>/edit")
@guard(Permission.NAME_CONTACTS, load=queries.contact)
def edit_contact(contact: Contact) -> ResponseReturnValue:
    """What is said of them."""
    handle = contact.member.handle if contact.member else ""
    form = ContactForm(
        name=contact.name, address=contact.address, words=contact.words, handle=handle
    )
    return _contact_page(contact, form, 200)


@bp.post("/conduct/contacts/<int:number>")
@guard(Permission.NAME_CONTACTS, load=queries.contact)
@recently_confirmed
def change_contact(contact: Contact) -> ResponseReturnValue:
    """Say something else of them."""
    form = ContactForm(request.form)
    member = _read(form)
    if form.errors:
        return _contact_page(contact, form, 422)
    with transaction():
        contacts.change(contact, form.draft(member))
    flash("The contact is changed.")
    return redirect(url_for("conduct.list_contacts"), 303)


@bp.post("/conduct/contacts/<int:number>/withdrawal")
@guard(Permission.NAME_CONTACTS, load=queries.contact)
@recently_confirmed
def remove_contact(contact: Contact) -> ResponseReturnValue:
    """Name them no longer."""
    with transaction():
        contacts.remove(contact)
    flash("They are no longer named, and nothing of the entry is kept.")
    return redirect(url_for("conduct.list_contacts"), 303)


def _read(form: ContactForm) -> Member | None:
    """The member with the handle that was typed; where nobody has it, the field says so."""
    form.validate()
    handle = form.handle.data
    member = member_by_handle(handle.removeprefix("@")) if handle else None
    if handle and member is None:
        form.handle.errors = [_NOBODY]
    return member


def _list_page(form: ContactForm, status: int) -> ResponseReturnValue:
    page = render_template("conduct/contacts.html", form=form, contacts=queries.contacts())
    return page, status


def _contact_page(contact: Contact, form: ContactForm, status: int) -> ResponseReturnValue:
    page = render_template("conduct/contact.html", form=form, number=contact.id, name=contact.name)
    return page, status
