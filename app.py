"""The application: the one place that knows every part."""

import gc

import flask_migrate
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from community import (
    cleaning,
    cli,
    clock,  # noqa: F401 - first of all, so that the tzdata package's zones are used
    compression,
    condition,
    configuring,
    db,
    engines,
    errors,
    events,
    health,
    jinja,
    keeping,
    known,
    logs,
    machine,
    metrics,
    once,
    origin,
    reactions,
    rerendering,
    work,
)
from community.accounts import condition as accounts_condition
from community.accounts import holdings as accounts_holdings
from community.accounts import leaving as accounts_leaving
from community.accounts import letterheads
from community.accounts import notices as accounts_notices
from community.accounts import upkeep as accounts_upkeep
from community.accounts import views as accounts_views
from community.agendas import answer_notices, empty_notices, emptying, role_notices
from community.agendas import carrying as agendas_carrying
from community.agendas import holdings as agendas_holdings
from community.agendas import mention_notices as agendas_mention_notices
from community.agendas import notices as agendas_notices
from community.agendas import views as agendas_views
from community.attendance import audience as attendance_audience
from community.attendance import expiry as attendance_expiry
from community.attendance import forgetting, guest_notices, leaving, merging
from community.attendance import holdings as attendance_holdings
from community.attendance import notices as attendance_notices
from community.attendance import reminders as attendance_reminders
from community.attendance import views as attendance_views
from community.backups import condition as backups_condition
from community.calendars import holdings as calendars_holdings
from community.calendars import uploads as calendars_uploads
from community.calendars import views as calendars_views
from community.calls import condition as calls_condition
from community.calls import holdings as calls_holdings
from community.calls import notices as calls_notices
from community.calls import upkeep as calls_upkeep
from community.calls import views as calls_views
from community.conduct import holdings as conduct_holdings
from community.conduct import views as conduct_views
from community.config import Settings
from community.disclosures import holdings as disclosures_holdings
from community.distance import holdings as distance_holdings
from community.distance import views as distance_views
from community.drafts import holdings as drafts_holdings
from community.exchange import holdings as exchange_holdings
from community.exchange import uploads as exchange_uploads
from community.exchange import views as exchange_views
from community.facilitation import holdings as facilitation_holdings
from community.facilitation import upkeep as facilitation_upkeep
from community.facilitation import views as facilitation_views
from community.front import views as front_views
from community.holdings import Holding
from community.ledger import holdings as ledger_holdings
from community.ledger import upkeep as ledger_upkeep
from community.ledger import views as ledger_views
from community.moderation import asking_again, asking_to_look, retention, second_reading
from community.moderation import condition as moderation_condition
from community.moderation import holdings as moderation_holdings
from community.moderation import notices as moderation_notices
from community.moderation import views as moderation_views
from community.notes import hiding_at_once
from community.notes import holdings as notes_holdings
from community.notes import notices as notes_notices
from community.notes import rerendering as notes_rerendering
from community.notes import views as notes_views
from community.outbox import audience as outbox_audience
from community.outbox import condition as outbox_condition
from community.outbox import kinds as outbox_kinds
from community.outbox import posting
from community.outbox import upkeep as outbox_upkeep
from community.patterns import holdings as patterns_holdings
from community.patterns import invitation_notices as pattern_invitations
from community.patterns import link_looking
from community.patterns import name_holdings as pattern_names
from community.patterns import notices as patterns_notices
from community.patterns import settling as patterns_settling
from community.patterns import suggestion_holdings as pattern_suggestions
from community.patterns import views as patterns_views
from community.records import holdings as records_holdings
from community.records import notices as records_notices
from community.records import upkeep as records_upkeep
from community.records import views as records_views
from community.search import filling as search_filling
from community.search import holdings as search_holdings
from community.search import noticing as search_noticing
from community.search import views as search_views
from community.transparency import holdings as transparency_holdings
from community.transparency import views as transparency_views

gc.freeze()  # what was loaded stays; nobody has to look through it again
gc.enable()

# Each feature in the order of the house: its models, its table of permissions, its pages.
HOLDINGS: tuple[Holding, ...] = (
    *accounts_holdings.HOLDINGS,
    *drafts_holdings.HOLDINGS,
    *disclosures_holdings.HOLDINGS,
    *conduct_holdings.HOLDINGS,
    *distance_holdings.HOLDINGS,
    *calls_holdings.HOLDINGS,
    *attendance_holdings.HOLDINGS,
    *agendas_holdings.HOLDINGS,
    *notes_holdings.HOLDINGS,
    *patterns_holdings.HOLDINGS,
    *pattern_names.HOLDINGS,
    *pattern_suggestions.HOLDINGS,
    *facilitation_holdings.HOLDINGS,
    *ledger_holdings.HOLDINGS,
    *records_holdings.HOLDINGS,
    *calendars_holdings.HOLDINGS,
    *exchange_holdings.HOLDINGS,
    *moderation_holdings.HOLDINGS,
    *transparency_holdings.HOLDINGS,
    *search_holdings.HOLDINGS,
)
JOBS: tuple[work.Job, ...] = (
    *once.JOBS,
    *outbox_upkeep.JOBS,
    *accounts_upkeep.JOBS,
    accounts_leaving.finishing(HOLDINGS),
    *calls_upkeep.JOBS,
    *attendance_expiry.JOBS,
    *attendance_reminders.JOBS,
    *forgetting.JOBS,
    *agendas_carrying.JOBS,
    *emptying.JOBS,
    *leaving.JOBS,
    *merging.JOBS,
    *hiding_at_once.JOBS,
    *facilitation_upkeep.JOBS,
    *ledger_upkeep.JOBS,
    *patterns_settling.JOBS,
    *link_looking.JOBS,
    *records_upkeep.JOBS,
    *calendars_uploads.JOBS,
    *exchange_uploads.JOBS,
    *(*second_reading.JOBS, *asking_to_look.JOBS, *asking_again.JOBS),
    *retention.JOBS,
    *search_filling.JOBS,
    *cleaning.JOBS,
)
FLOWS: tuple[work.Flow, ...] = (posting.post_due,)
LETTERS: tuple[outbox_kinds.Kind, ...] = (
    *accounts_notices.KINDS,
    *calls_notices.KINDS,
    *attendance_notices.KINDS,
    *guest_notices.KINDS,
    *(*agendas_notices.KINDS, *role_notices.KINDS),
    *(*agendas_mention_notices.KINDS, *answer_notices.KINDS, *empty_notices.KINDS),
    *notes_notices.KINDS,
    *patterns_notices.KINDS,
    *pattern_invitations.KINDS,
    *records_notices.KINDS,
    *moderation_notices.KINDS,
)
PARTS: tuple[condition.Part, ...] = (
    *machine.parts(JOBS),
    backups_condition.PART,
    outbox_condition.PART,
    accounts_condition.PART,
    calls_condition.PART,
    moderation_condition.PART,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application for `settings`, or for those of the environment.

    Starts nothing and writes nothing to the database. Raises `community.config.BadConfiguration`.
    """
    settings = settings or Settings.load()
    app = Flask(
        "app", root_path=str(cli.HOME), static_folder="community/static", static_url_path="/static"
    )
    app.request_class = known.SentRequest
    configuring.configure(app, settings)
    db.db.init_app(app)
    flask_migrate.Migrate(app, db.db, directory="migrations")
    with app.app_context():
        engines.prepare(db.db.engine)
    logs.init_app(app, level=settings.log_level, style=settings.log_format)
    origin.init_app(app)
    keeping.init_app(app)
    errors.init_app(app)
    jinja.init_app(app)
    compression.init_app(app)
    health.init_app(app)
    metrics.init_app(app)
    _install_features(app)
    events.connect(reactions.TABLE)
    app.extensions["holdings"] = HOLDINGS
    search_noticing.init_app(app)
    app.extensions["outbox"] = outbox_kinds.desk_of(
        LETTERS,
        recipient_of=letterheads.recipient_of,
        letterhead=letterheads.letterhead,
        came_at=letterheads.came_at,
    )
    outbox_audience.count_with(app, attendance_audience.number_told)
    condition.init_app(app, PARTS)
    cli.init_app(app, settings, JOBS, FLOWS)
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _install_features(app: Flask) -> None:
    """Register what the features bring, upper ones first."""
    accounts_views.init_app(app)
    conduct_views.init_app(app)
    distance_views.init_app(app)
    calls_views.init_app(app)
    attendance_views.init_app(app)
    agendas_views.init_app(app)
    notes_views.init_app(app)
    patterns_views.init_app(app)
    facilitation_views.init_app(app)
    ledger_views.init_app(app)
    records_views.init_app(app)
    calendars_views.init_app(app)
    exchange_views.init_app(app)
    moderation_views.init_app(app)
    transparency_views.init_app(app)
    search_views.init_app(app)
    front_views.init_app(app)
    rerendering.init_app(app, {"note": notes_rerendering.render_again})
