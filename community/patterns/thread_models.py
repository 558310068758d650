"""What a thread of notes is about, where it is about a pattern: the whole of it, or a section."""

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import UNNESTED, Base, choice
from community.notes.models import Thread

from .models import Pattern


class Section(StrEnum):
    """What of a pattern a thread is about: all of it, its checks, or one of `content.SECTIONS`."""

    WHOLE = "whole"
    CONTEXT = "context"
    PROBLEM = "problem"
    FORCES = "forces"
    SOLUTION = "solution"
    CHECKS = "checks"
    AVOID = "avoid"
    RESULTING = "resulting"
    SEEN = "seen"
    FOR_PEOPLE = "for_people"
    FOR_BUSINESS = "for_business"
    TENSION = "tension"
    BUSINESS_TENSION = "business_tension"
    WHO_PAYS = "who_pays"


class PatternThread(Base):
    """The thread on a section of a pattern, whatever that says from one revision to the next."""

    __tablename__ = "pattern_thread"

    pattern_id: Mapped[int] = mapped_column(ForeignKey("pattern.id"), primary_key=True)
    section: Mapped[Section] = mapped_column(choice(Section), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)

    pattern: Mapped[Pattern] = relationship()
    thread: Mapped[Thread] = relationship(lazy="joined", innerjoin=UNNESTED)
