-- When each destination may be asked next, over all gateways. Not logged: it is written at every
-- request, and what a crash of the server loses of it is one burst.
CREATE UNLOGGED TABLE rates (
    destination text COLLATE "C" PRIMARY KEY,
    free_at timestamptz NOT NULL
);
