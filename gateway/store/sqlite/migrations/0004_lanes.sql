-- Who works on which lane. A row stands only while somebody does: idle lanes cost nothing.
CREATE TABLE lanes (
    conversation_id TEXT NOT NULL,
    destination TEXT NOT NULL,
    holder TEXT NOT NULL,
    fence INTEGER NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (conversation_id, destination)
) WITHOUT ROWID;

-- One counter for all lanes: rows come and go, and a fence must never come again.
CREATE TABLE fences (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    latest INTEGER NOT NULL
);
INSERT INTO fences VALUES (1, 0);
