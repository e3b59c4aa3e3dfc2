-- Replays, later readings of what a vendor holds, and what is told about deliveries.

-- How often it was begun anew with another mapping; the journal of each time stays.
ALTER TABLE deliveries ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN first_attempt_at TEXT;
ALTER TABLE deliveries ADD COLUMN last_attempt_at TEXT;
-- When the vendor is to be read again, and how often it was since the delivery.
ALTER TABLE deliveries ADD COLUMN reread_at TEXT;
ALTER TABLE deliveries ADD COLUMN rereads INTEGER NOT NULL DEFAULT 0;

CREATE INDEX deliveries_by_status ON deliveries (status, sequence);
CREATE INDEX deliveries_to_reread ON deliveries (reread_at) WHERE reread_at IS NOT NULL;

-- Written in the commit of the change that they tell of, so none is lost and none is invented.
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    type TEXT NOT NULL,
    handoff_id TEXT NOT NULL REFERENCES handoffs (id),
    delivery_id TEXT,
    data BLOB NOT NULL
);
CREATE INDEX events_of_handoff ON events (handoff_id, sequence);
