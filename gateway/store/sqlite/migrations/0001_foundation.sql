-- Handoffs with their bodies, deliveries, the journal of exchanges, receipts and API keys.
-- Only features of SQLite 3.31 and later. Bodies and JSON are BLOBs: U+0000 has to survive.

CREATE TABLE handoffs (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    client TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    dialect TEXT NOT NULL,
    media_type TEXT NOT NULL,
    raw_sha256 TEXT NOT NULL,
    -- The worst of the deliveries' statuses, kept with every change of one of them.
    status TEXT NOT NULL
);
CREATE INDEX handoffs_newest ON handoffs (created_at, id);
CREATE INDEX handoffs_by_status ON handoffs (status, created_at, id);
CREATE INDEX handoffs_by_conversation ON handoffs (conversation_id, created_at, id);

-- Apart from the handoffs, so that a list never reads through bodies.
CREATE TABLE bodies (
    sequence INTEGER PRIMARY KEY REFERENCES handoffs (sequence),
    raw BLOB NOT NULL,
    package BLOB NOT NULL
);

CREATE TABLE idempotency_keys (
    client TEXT NOT NULL,
    key TEXT NOT NULL,
    raw_sha256 TEXT NOT NULL,
    handoff_id TEXT NOT NULL REFERENCES handoffs (id),
    PRIMARY KEY (client, key)
) WITHOUT ROWID;

CREATE TABLE deliveries (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    handoff_id TEXT NOT NULL REFERENCES handoffs (id),
    destination TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    next_attempt_at TEXT,
    ref TEXT,
    url TEXT,
    delivered BLOB,
    proofs BLOB,
    fates BLOB,
    problem BLOB,
    mapping TEXT,
    mapping_sha256 TEXT
);
CREATE INDEX deliveries_of_handoff ON deliveries (handoff_id, sequence);
CREATE INDEX deliveries_unfinished ON deliveries (sequence)
    WHERE status IN ('pending', 'delivering');

-- What deliveries were mapped with: a resumed delivery must plan what it planned before.
CREATE TABLE mapping_texts (
    sha256 TEXT PRIMARY KEY,
    text BLOB NOT NULL
);

CREATE TABLE exchanges (
    delivery_id TEXT NOT NULL REFERENCES deliveries (id),
    phase TEXT NOT NULL,
    round INTEGER NOT NULL,
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    started_at TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    status INTEGER,
    headers BLOB,
    body BLOB,
    finished_at TEXT,
    PRIMARY KEY (delivery_id, phase, round, number)
);

CREATE TABLE receipts (
    delivery_id TEXT PRIMARY KEY REFERENCES deliveries (id),
    evidence BLOB NOT NULL
);

CREATE TABLE api_keys (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT
);

-- One row that the health check writes and reads.
CREATE TABLE pulse (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    beats INTEGER NOT NULL
);
