-- Everything the store keeps. Bodies and JSON are bytea: U+0000 has to survive. Texts are compared
-- byte by byte (COLLATE "C"), so that times sort as text, and hold U+0000 as gateway.store.postgres
-- .escapes writes it.

CREATE TABLE handoffs (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    client text COLLATE "C" NOT NULL,
    conversation_id text COLLATE "C" NOT NULL,
    created_at text COLLATE "C" NOT NULL,
    dialect text COLLATE "C" NOT NULL,
    media_type text COLLATE "C" NOT NULL,
    raw_sha256 text COLLATE "C" NOT NULL,
    -- The worst of the deliveries' statuses, kept with every change of one of them.
    status text COLLATE "C" NOT NULL
);
CREATE INDEX handoffs_newest ON handoffs (created_at, id);
CREATE INDEX handoffs_by_status ON handoffs (status, created_at, id);
CREATE INDEX handoffs_by_conversation ON handoffs (conversation_id, created_at, id);

-- Apart from the handoffs, which are written again with every change of status.
CREATE TABLE bodies (
    handoff_id text COLLATE "C" PRIMARY KEY REFERENCES handoffs (id),
    raw bytea NOT NULL,
    package bytea NOT NULL
);
-- Measured 2026-11 with bodies of 20 kB: PostgreSQL's own compression costs two thirds of the
-- throughput, lz4 costs nothing. Not every server is built with it.
DO $$ BEGIN
    EXECUTE 'ALTER TABLE bodies ALTER COLUMN raw SET COMPRESSION lz4,'
        ' ALTER COLUMN package SET COMPRESSION lz4';
EXCEPTION WHEN OTHERS THEN
    ALTER TABLE bodies ALTER COLUMN raw SET STORAGE EXTERNAL,
        ALTER COLUMN package SET STORAGE EXTERNAL;
END $$;

-- Keys come from headers of any length; an index holds 2,704 bytes.
CREATE TABLE idempotency_keys (
    client text COLLATE "C" NOT NULL,
    key_sha256 text COLLATE "C" NOT NULL,
    raw_sha256 text COLLATE "C" NOT NULL,
    handoff_id text COLLATE "C" NOT NULL REFERENCES handoffs (id),
    PRIMARY KEY (client, key_sha256)
);

CREATE TABLE deliveries (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    handoff_id text COLLATE "C" NOT NULL REFERENCES handoffs (id),
    -- The handoff's, again: a lane finds its next delivery through one index.
    conversation_id text COLLATE "C" NOT NULL,
    destination text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    created_at text COLLATE "C" NOT NULL,
    next_attempt_at text COLLATE "C",
    ref text COLLATE "C",
    url text COLLATE "C",
    delivered bytea,
    proofs bytea,
    fates bytea,
    problem bytea,
    -- Of the problem, whose texts may hold what PostgreSQL's JSON cannot: U+0000.
    problem_code text COLLATE "C",
    mapping text COLLATE "C",
    mapping_sha256 text COLLATE "C",
    mapping_revision integer,
    schema_sha256 text COLLATE "C",
    -- How often it was begun anew with another mapping; the journal of each time stays.
    generation integer NOT NULL DEFAULT 0,
    first_attempt_at text COLLATE "C",
    last_attempt_at text COLLATE "C",
    -- When the vendor is to be read again, and how often it was since the delivery.
    reread_at text COLLATE "C",
    rereads integer NOT NULL DEFAULT 0,
    -- The trace that the handoff belongs to, as W3C Trace Context writes it.
    traceparent text COLLATE "C"
);
CREATE INDEX deliveries_by_status ON deliveries (status, sequence);
CREATE INDEX deliveries_to_reread ON deliveries (reread_at) WHERE reread_at IS NOT NULL;
CREATE INDEX deliveries_of_handoff ON deliveries (handoff_id, sequence);
CREATE INDEX deliveries_unfinished ON deliveries (conversation_id, destination, sequence)
    WHERE status IN ('pending', 'delivering');

-- Who works on which lane. A row stands only while somebody does: idle lanes cost nothing.
CREATE TABLE lanes (
    conversation_id text COLLATE "C" NOT NULL,
    destination text COLLATE "C" NOT NULL,
    holder text COLLATE "C" NOT NULL,
    fence bigint NOT NULL,
    -- By the server's clock: replicas' clocks may differ.
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, destination)
);
-- Rows come and go, and a fence must never come again.
CREATE SEQUENCE fences;

-- Written in the commit of the change that they tell of, so none is lost and none is invented.
CREATE SEQUENCE events_sequence;
CREATE TABLE events (
    sequence bigint PRIMARY KEY,
    at text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    handoff_id text COLLATE "C" NOT NULL REFERENCES handoffs (id),
    delivery_id text COLLATE "C",
    data bytea NOT NULL
);
CREATE INDEX events_of_handoff ON events (handoff_id, sequence);

-- Who wants to hear what becomes of a handoff (its reply_to), and up to which event it was told.
-- due_at is NULL where there is nothing to tell; ended_at is set when nothing more will be told.
CREATE TABLE listeners (
    handoff_id text COLLATE "C" PRIMARY KEY REFERENCES handoffs (id),
    url text COLLATE "C" NOT NULL,
    told bigint NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0,
    due_at text COLLATE "C",
    ended_at text COLLATE "C"
);
CREATE INDEX listeners_due ON listeners (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE exchanges (
    delivery_id text COLLATE "C" NOT NULL REFERENCES deliveries (id),
    phase text COLLATE "C" NOT NULL,
    round integer NOT NULL,
    number integer NOT NULL,
    step text COLLATE "C" NOT NULL,
    method text COLLATE "C" NOT NULL,
    path text COLLATE "C" NOT NULL,
    fingerprint text COLLATE "C" NOT NULL,
    started_at text COLLATE "C" NOT NULL,
    attempt integer NOT NULL,
    status integer,
    headers bytea,
    body bytea,
    finished_at text COLLATE "C",
    PRIMARY KEY (delivery_id, phase, round, number)
);

CREATE TABLE receipts (
    delivery_id text COLLATE "C" PRIMARY KEY REFERENCES deliveries (id),
    evidence bytea NOT NULL
);

CREATE TABLE api_keys (
    name text COLLATE "C" PRIMARY KEY,
    sha256 text COLLATE "C" NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    created_at text COLLATE "C" NOT NULL,
    revoked_at text COLLATE "C"
);

-- What deliveries were mapped with: a resumed delivery must plan what it planned before.
CREATE TABLE mapping_texts (
    sha256 text COLLATE "C" PRIMARY KEY,
    text bytea NOT NULL
);

CREATE TABLE mapping_drafts (
    name text COLLATE "C" PRIMARY KEY,
    text bytea NOT NULL,
    author text COLLATE "C" NOT NULL,
    saved_at text COLLATE "C" NOT NULL
);

-- The text of a revision is in mapping_texts, where deliveries find it too.
CREATE TABLE mapping_revisions (
    name text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    sha256 text COLLATE "C" NOT NULL REFERENCES mapping_texts (sha256),
    author text COLLATE "C" NOT NULL,
    note text COLLATE "C" NOT NULL,
    published_at text COLLATE "C" NOT NULL,
    vendor text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    schema_sha256 text COLLATE "C" NOT NULL,
    rolled_back_from integer,
    PRIMARY KEY (name, number)
);

-- What was published is evidence.
CREATE FUNCTION readback_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER mapping_revisions_stay BEFORE UPDATE OR DELETE ON mapping_revisions
    FOR EACH ROW EXECUTE FUNCTION readback_refuse('what was published stays as it is');
CREATE TRIGGER mapping_texts_stay_as_they_are BEFORE UPDATE ON mapping_texts
    FOR EACH ROW EXECUTE FUNCTION readback_refuse('a text that was mapped with does not change');

-- Every schema stays: an unfinished delivery plans with the one it began with. The one that was
-- kept last is the current one.
CREATE SEQUENCE vendor_schemas_kept;
CREATE TABLE vendor_schemas (
    destination text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    document bytea NOT NULL,
    fetched_at text COLLATE "C" NOT NULL,
    kept bigint NOT NULL DEFAULT nextval('vendor_schemas_kept'),
    PRIMARY KEY (destination, object, sha256)
);

-- One row that the health check writes and reads.
CREATE TABLE pulse (
    id integer PRIMARY KEY CHECK (id = 1),
    beats bigint NOT NULL
);
INSERT INTO pulse VALUES (1, 0);
