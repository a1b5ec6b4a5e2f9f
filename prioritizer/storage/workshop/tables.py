"""The tables of workshops, and the triggers that keep what must never change."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

METADATA = sa.MetaData()
_HASH = sa.String(64)
_ID = sa.String(40)


def _workshop_key(**options: Any) -> sa.Column[str]:
    return sa.Column(
        "workshop_id", _ID, sa.ForeignKey("ws_workshop.id"), nullable=False, **options
    )


SCHEMA = sa.Table(
    "ws_schema",
    METADATA,
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("applied_at", sa.Text, nullable=False),
)
WORKSHOP = sa.Table(
    "ws_workshop",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("technique", sa.Text, nullable=False),
    sa.Column("groups", sa.Text, nullable=False),
    sa.Column("n_rounds", sa.Integer, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("problem_digest", _HASH, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("deadline", sa.Text),
    sa.Column("is_joining_open", sa.Boolean, nullable=False),
    sa.Column("is_simulated", sa.Boolean, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("is_hidden", sa.Boolean, nullable=False, server_default=sa.false()),
    # What the projector shows, so that a restart or another server shows the same.
    sa.Column("screen_stage", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("screen_aliases", sa.Boolean, nullable=False, server_default=sa.false()),
    # That of ballots, and of phones that ask for none of ours; of a phone nothing is kept.
    sa.Column("language", sa.Text, nullable=False, server_default="en"),
    # How many answers are expected at least; how people may come in.
    sa.Column("quorum", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("is_places_only", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("has_lobby", sa.Boolean, nullable=False, server_default=sa.false()),
    # The round in which people share out a budget, and its question; the log has its digest.
    sa.Column("budget_round", sa.Integer),
    sa.Column("budget", sa.Text),
)
FACILITATOR = sa.Table(
    "ws_facilitator",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("is_admin", sa.Boolean, nullable=False),
)
GRANT = sa.Table(
    "ws_grant",
    METADATA,
    _workshop_key(primary_key=True),
    sa.Column("facilitator_id", _ID, sa.ForeignKey("ws_facilitator.id"), primary_key=True),
)
INVITATION = sa.Table(
    "ws_invitation",
    METADATA,
    sa.Column("token_hash", _HASH, primary_key=True),
    sa.Column("code_hash", _HASH, nullable=False, unique=True),
    _workshop_key(),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
    sa.UniqueConstraint("workshop_id", "number"),
)
PARTICIPANT = sa.Table(
    "ws_participant",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    _workshop_key(),
    sa.Column("alias", sa.Text, nullable=False),
    sa.Column("group_id", sa.Text, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    sa.Column("by_hand", sa.Boolean, nullable=False),
    sa.Column("token_hash", _HASH, nullable=False, unique=True),
    sa.Column("is_waiting", sa.Boolean, nullable=False, server_default=sa.false()),
    # Why the seat was set aside; empty where it is not.
    sa.Column("aside", sa.Text, nullable=False, server_default=""),
    sa.Column("pin_hash", sa.Text, nullable=False, server_default=""),
    sa.Column("pin_tries", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.UniqueConstraint("workshop_id", "alias"),
)
# Whose answers of a round do not count: who was set aside when it was shown.
LEFT_OUT = sa.Table(
    "ws_left_out",
    METADATA,
    _workshop_key(primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("participant_id", _ID, sa.ForeignKey("ws_participant.id"), primary_key=True),
)
# One-time places that are still free. A place that is taken leaves no row: it would tell who
# holds which card.
PLACE = sa.Table(
    "ws_place",
    METADATA,
    sa.Column("token_hash", _HASH, primary_key=True),
    _workshop_key(),
    sa.Column("group_id", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
# A way back to a seat whose phone is lost, good once.
SEAT_LINK = sa.Table(
    "ws_seat_link",
    METADATA,
    sa.Column("token_hash", _HASH, primary_key=True),
    _workshop_key(),
    sa.Column("participant_id", _ID, sa.ForeignKey("ws_participant.id"), nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)
# A link to look on without a seat, for as many as have it.
WATCH_LINK = sa.Table(
    "ws_watch_link",
    METADATA,
    sa.Column("token_hash", _HASH, primary_key=True),
    _workshop_key(),
)
# How often a participant has sent in a round; of an anonymous round this, without a time, is
# all.
PARTICIPATION = sa.Table(
    "ws_participation",
    METADATA,
    sa.Column("participant_id", _ID, sa.ForeignKey("ws_participant.id"), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    _workshop_key(),
    sa.Column("sends", sa.Integer, nullable=False),
)
DRAFT = sa.Table(
    "ws_draft",
    METADATA,
    sa.Column("participant_id", _ID, sa.ForeignKey("ws_participant.id"), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    _workshop_key(),
    sa.Column("body", sa.Text, nullable=False),
)
JUDGEMENT = sa.Table(
    "ws_judgement",
    METADATA,
    sa.Column("workshop_id", _ID, sa.ForeignKey("ws_workshop.id"), primary_key=True),
    sa.Column("client_key", sa.Text, primary_key=True),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("participant_id", _ID, sa.ForeignKey("ws_participant.id"), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("digest", _HASH, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.UniqueConstraint("workshop_id", "round", "participant_id", "revision"),
)
ROUND_SECRET = sa.Table(
    "ws_round_secret",
    METADATA,
    _workshop_key(primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("secret", _HASH, nullable=False),
)
# Keyed by an HMAC, so that rows lie in random order: neither sequence nor time can be read off.
BALLOT = sa.Table(
    "ws_ballot",
    METADATA,
    _workshop_key(primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("slot", _HASH, primary_key=True),
    sa.Column("key_tag", _HASH, nullable=False, unique=True),
    sa.Column("group_id", sa.Text, nullable=False),
    sa.Column("salt", _HASH, nullable=False),
    sa.Column("digest", _HASH, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
SEALED_BALLOT = sa.Table(
    "ws_sealed_ballot",
    METADATA,
    _workshop_key(primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("digest", _HASH, primary_key=True),
    sa.Column("group_id", sa.Text, nullable=False),
    sa.Column("salt", _HASH, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
AUDIT = sa.Table(
    "ws_audit",
    METADATA,
    _workshop_key(primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("prev", _HASH, nullable=False),
    sa.Column("hash", _HASH, nullable=False, unique=True),
)
# Keyed by a salted digest, so that rows lie in random order. Of an anonymous room the
# participant is blank, and the slot is blank from the seal on.
PROPOSAL = sa.Table(
    "ws_proposal",
    METADATA,
    _workshop_key(primary_key=True),
    sa.Column("digest", _HASH, primary_key=True),
    sa.Column("salt", _HASH, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("participant_id", _ID, nullable=False),
    sa.Column("slot", _HASH, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
SESSION = sa.Table(
    "ws_session",
    METADATA,
    sa.Column("token_hash", _HASH, primary_key=True),
    sa.Column("facilitator_id", _ID, sa.ForeignKey("ws_facilitator.id"), nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)
SIGN_IN_LINK = sa.Table(
    "ws_sign_in_link",
    METADATA,
    sa.Column("token_hash", _HASH, primary_key=True),
    sa.Column("facilitator_id", _ID, sa.ForeignKey("ws_facilitator.id"), nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)
RECOVERY_CODE = sa.Table(
    "ws_recovery_code",
    METADATA,
    sa.Column("code_hash", _HASH, primary_key=True),
    sa.Column("facilitator_id", _ID, sa.ForeignKey("ws_facilitator.id"), nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)

APPEND_ONLY = ("ws_audit", "ws_judgement", "ws_sealed_ballot")


def sqlite_triggers() -> list[str]:
    """Return the statements that refuse changes to append-only tables in SQLite."""
    return [
        f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for what in ("UPDATE", "DELETE")
    ]


def postgres_triggers() -> list[str]:
    """Return the statements that refuse changes to append-only tables in PostgreSQL."""
    function = (
        "CREATE FUNCTION ws_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    triggers = [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ws_refuse_change()"
        for table in APPEND_ONLY
    ]
    return [function, *triggers]
