"""What the worker does for accounts."""

from datetime import timedelta

from community.work import Job

from . import addresses, arriving, limits, mailed, sessions

JOBS = (
    Job("forget old tries", timedelta(hours=1), limits.forget_old),
    Job("forget old sign-ins", timedelta(days=1), sessions.forget_old),
    Job("forget old sign-ups", timedelta(days=1), arriving.forget_old),
    Job("forget old addresses", timedelta(days=1), addresses.forget_old),
    Job("forget old links", timedelta(days=1), mailed.forget_old),
)
