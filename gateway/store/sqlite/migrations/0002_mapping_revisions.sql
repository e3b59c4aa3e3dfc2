-- Mappings' drafts and revisions, and which revision a delivery was begun with.

CREATE TABLE mapping_drafts (
    name TEXT PRIMARY KEY,
    text BLOB NOT NULL,
    author TEXT NOT NULL,
    saved_at TEXT NOT NULL
);

-- The text of a revision is in mapping_texts, where deliveries find it too.
CREATE TABLE mapping_revisions (
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL REFERENCES mapping_texts (sha256),
    author TEXT NOT NULL,
    note TEXT NOT NULL,
    published_at TEXT NOT NULL,
    vendor TEXT NOT NULL,
    object TEXT NOT NULL,
    schema_sha256 TEXT NOT NULL,
    rolled_back_from INTEGER,
    PRIMARY KEY (name, number)
);

-- What was published is evidence.
CREATE TRIGGER mapping_revisions_stay_as_they_are BEFORE UPDATE ON mapping_revisions
BEGIN SELECT RAISE(ABORT, 'a published revision does not change'); END;
CREATE TRIGGER mapping_revisions_stay BEFORE DELETE ON mapping_revisions
BEGIN SELECT RAISE(ABORT, 'a published revision stays'); END;
CREATE TRIGGER mapping_texts_stay_as_they_are BEFORE UPDATE ON mapping_texts
BEGIN SELECT RAISE(ABORT, 'a text that was mapped with does not change'); END;

ALTER TABLE deliveries ADD COLUMN mapping_revision INTEGER;
