-- Turns of conversations that may be handed over: each as it came (raw) and as it was read
-- (document). own is what tells a repeated turn from another: its Idempotency-Key, or an id of its
-- own; NULL where it has neither. A key may be longer than an index takes: its SHA-256 stands here.
CREATE TABLE turns (
    client text COLLATE "C" NOT NULL,
    conversation_id text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    own_sha256 text COLLATE "C",
    raw_sha256 text COLLATE "C" NOT NULL,
    media_type text COLLATE "C" NOT NULL,
    dialect text COLLATE "C" NOT NULL,
    raw bytea NOT NULL,
    document bytea NOT NULL,
    kept_at text COLLATE "C" NOT NULL,
    PRIMARY KEY (client, conversation_id, number)
);
CREATE INDEX turns_own ON turns (client, conversation_id, own_sha256) WHERE own_sha256 IS NOT NULL;
