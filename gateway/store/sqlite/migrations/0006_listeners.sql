-- Who wants to hear what becomes of a handoff (its reply_to), and up to which event it was told.
-- due_at is NULL where there is nothing to tell; ended_at is set when nothing more will be told.
CREATE TABLE listeners (
    handoff_id TEXT PRIMARY KEY REFERENCES handoffs (id),
    url TEXT NOT NULL,
    told INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TEXT,
    ended_at TEXT
) WITHOUT ROWID;
CREATE INDEX listeners_due ON listeners (due_at) WHERE due_at IS NOT NULL;
