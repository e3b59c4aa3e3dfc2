-- Turns of conversations that may be handed over: each as it came (raw) and as it was read
-- (document). own is what tells a repeated turn from another: its Idempotency-Key, or an id of its
-- own; NULL where it has neither.
CREATE TABLE turns (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    client TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    own TEXT,
    raw_sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    dialect TEXT NOT NULL,
    raw BLOB NOT NULL,
    document BLOB NOT NULL,
    kept_at TEXT NOT NULL,
    UNIQUE (client, conversation_id, number)
);
CREATE INDEX turns_own ON turns (client, conversation_id, own) WHERE own IS NOT NULL;
