"""The journal's tables, as numbered steps. A released step is never changed; a new one is added."""

import sqlite3
from itertools import islice

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE file (
        id TEXT PRIMARY KEY,
        route TEXT NOT NULL,
        sender TEXT NOT NULL,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL CHECK (size >= 0),
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL CHECK (attempts >= 0),
        arrived TEXT NOT NULL,
        finished TEXT,
        format TEXT NOT NULL,
        mapping TEXT NOT NULL,
        mapping_fingerprint TEXT NOT NULL,
        rule_sets TEXT NOT NULL,
        duplicate_of TEXT NOT NULL,
        replaces TEXT NOT NULL,
        batch_id TEXT NOT NULL,
        parts_read INTEGER NOT NULL,
        parts_delivered INTEGER NOT NULL,
        parts_rejected INTEGER NOT NULL,
        message TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX file_by_content ON file (sha256, route);
    CREATE INDEX file_by_arrival ON file (arrived, id);
    CREATE INDEX file_by_state ON file (state, arrived);
    CREATE INDEX file_by_route ON file (route, arrived);

    CREATE TABLE delivery (
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        number INTEGER NOT NULL CHECK (number >= 1),
        kind TEXT NOT NULL,
        destination TEXT NOT NULL,
        name TEXT NOT NULL,
        staged TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        delivered TEXT,
        PRIMARY KEY (file_id, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE event (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        time TEXT NOT NULL,
        name TEXT NOT NULL,
        data TEXT NOT NULL
    ) STRICT;
    CREATE INDEX event_by_file ON event (file_id, number);

    CREATE TABLE business_key (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX business_key_by_key ON business_key (key);
    CREATE INDEX business_key_by_file ON business_key (file_id);
    """,
    """
    CREATE TABLE reported_payment (
        fingerprint TEXT NOT NULL,
        source TEXT NOT NULL,
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        number INTEGER NOT NULL,
        identifier TEXT NOT NULL,
        place TEXT NOT NULL,
        PRIMARY KEY (fingerprint, source, file_id, kind, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE reported_day (
        account TEXT NOT NULL,
        day TEXT NOT NULL,
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        PRIMARY KEY (account, day, file_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sent_payment (
        message TEXT NOT NULL,
        end_to_end TEXT NOT NULL,
        instruction TEXT NOT NULL,
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        amount TEXT NOT NULL,
        currency TEXT NOT NULL,
        creditor_name TEXT NOT NULL,
        creditor_account TEXT NOT NULL,
        execution_date TEXT,
        reference TEXT NOT NULL,
        PRIMARY KEY (message, end_to_end, instruction, file_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sent_payment_by_account ON sent_payment (creditor_account, amount);

    CREATE TABLE account_balance (
        account TEXT NOT NULL,
        to_date TEXT NOT NULL,
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        from_date TEXT NOT NULL,
        currency TEXT NOT NULL,
        source TEXT NOT NULL,
        opening TEXT NOT NULL,
        closing TEXT NOT NULL,
        PRIMARY KEY (account, to_date, file_id, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE day_total (
        day TEXT NOT NULL,
        account TEXT NOT NULL,
        receiving_account TEXT NOT NULL,
        currency TEXT NOT NULL,
        department TEXT NOT NULL,
        kind TEXT NOT NULL,
        ledger_account TEXT NOT NULL,
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        count INTEGER NOT NULL,
        incoming TEXT NOT NULL,
        outgoing TEXT NOT NULL,
        twin_count INTEGER NOT NULL,
        twin_amount TEXT NOT NULL,
        PRIMARY KEY (day, account, receiving_account, currency, department, kind, ledger_account, file_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reported_payment_by_file ON reported_payment (file_id);
    CREATE INDEX sent_payment_by_file ON sent_payment (file_id);
    """,
    """
    CREATE TABLE batch_number (
        series TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number >= 1),
        batch_id TEXT NOT NULL UNIQUE,
        -- A number stays taken when its file is forgotten.
        file_id TEXT UNIQUE REFERENCES file (id) ON DELETE SET NULL,
        PRIMARY KEY (series, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sent_batch (
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        batch_id TEXT NOT NULL,
        sent TEXT NOT NULL,
        due TEXT NOT NULL,
        vouchers INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        PRIMARY KEY (file_id, batch_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sent_batch_by_name ON sent_batch (batch_id);
    CREATE INDEX sent_batch_by_day ON sent_batch (sent);
    CREATE TABLE sent_sum (
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        batch_id TEXT NOT NULL,
        currency TEXT NOT NULL,
        amount TEXT NOT NULL,
        PRIMARY KEY (file_id, batch_id, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sent_voucher (
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        batch_id TEXT NOT NULL,
        voucher TEXT NOT NULL,
        reference TEXT NOT NULL,
        amount TEXT NOT NULL,
        currency TEXT NOT NULL,
        PRIMARY KEY (file_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sent_voucher_by_number ON sent_voucher (batch_id, voucher);

    CREATE TABLE stated_totals (
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        batch_id TEXT NOT NULL,
        count INTEGER,
        amount TEXT,
        PRIMARY KEY (file_id, batch_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stated_totals_by_batch ON stated_totals (batch_id);
    CREATE TABLE answered_voucher (
        file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        batch_id TEXT NOT NULL,
        voucher TEXT NOT NULL,
        row INTEGER,
        outcome TEXT NOT NULL,
        code TEXT NOT NULL,
        text TEXT NOT NULL,
        amount TEXT,
        ledger_number TEXT NOT NULL,
        day TEXT,
        PRIMARY KEY (file_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX answered_voucher_by_batch ON answered_voucher (batch_id, voucher);
    """,
)


class NewerJournal(Exception):
    """The journal was written by a newer gateway than this one, which therefore must not touch it."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date, each step in a transaction of its own. Raises NewerJournal."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise NewerJournal(
            f"the journal has version {version}, this gateway knows {len(MIGRATIONS)}: install the newer one"
        )
    for number, script in islice(enumerate(MIGRATIONS, start=1), version, None):
        connection.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;")
