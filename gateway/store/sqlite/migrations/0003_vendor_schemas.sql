-- What vendors said their objects look like, and which schema a delivery was begun with.

-- Every schema stays: an unfinished delivery plans with the one it began with. The one that was
-- fetched last is the current one.
CREATE TABLE vendor_schemas (
    destination TEXT NOT NULL,
    object TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    document BLOB NOT NULL,
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (destination, object, sha256)
);
CREATE INDEX vendor_schemas_newest ON vendor_schemas (destination, object, fetched_at);

ALTER TABLE deliveries ADD COLUMN schema_sha256 TEXT;
