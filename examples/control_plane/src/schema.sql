-- The same text for SQLite and PostgreSQL. Times are milliseconds since 1970 by the database's clock.

-- One row an app: its state as of `revision`, and what an append has to expect.
CREATE TABLE IF NOT EXISTS apps (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    revision BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    snapshot TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS apps_name ON apps (name) WHERE deleted = 0;

-- The log, only ever appended to.
CREATE TABLE IF NOT EXISTS events (
    app BIGINT NOT NULL REFERENCES apps (number),
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (app, revision)
);

-- What screens list, made from the log.
CREATE TABLE IF NOT EXISTS orders (
    app BIGINT NOT NULL REFERENCES apps (number),
    environment TEXT NOT NULL,
    id TEXT NOT NULL,
    revision BIGINT NOT NULL, -- after the decision that took the order
    is_open BIGINT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (app, environment, id)
);
CREATE INDEX IF NOT EXISTS orders_open ON orders (app, environment) WHERE is_open = 1;
CREATE TABLE IF NOT EXISTS versions (
    app BIGINT NOT NULL REFERENCES apps (number),
    environment TEXT NOT NULL,
    number BIGINT NOT NULL,
    record TEXT NOT NULL,
    package TEXT NOT NULL,
    PRIMARY KEY (app, environment, number)
);
CREATE TABLE IF NOT EXISTS certificates (
    app BIGINT NOT NULL REFERENCES apps (number),
    environment TEXT NOT NULL,
    revision BIGINT NOT NULL,
    chain TEXT NOT NULL,
    private_key TEXT NOT NULL,
    PRIMARY KEY (app, environment, revision)
);

-- What the outside world still has to do: at most one effect an environment. Whoever claims an effect has it until
-- `free_from`; the count of its claims, and of the times that it was asked for again, names the lease.
CREATE TABLE IF NOT EXISTS outbox (
    app BIGINT NOT NULL REFERENCES apps (number),
    environment TEXT NOT NULL,
    effect BIGINT NOT NULL,
    due BIGINT NOT NULL,
    payload TEXT NOT NULL,
    free_from BIGINT NOT NULL,
    claims BIGINT NOT NULL,
    PRIMARY KEY (app, environment)
);
CREATE INDEX IF NOT EXISTS outbox_free_from ON outbox (free_from);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due);

-- The simulated platform: what hosts remember, and what they did when they were asked. A real platform has neither
-- here.
CREATE TABLE IF NOT EXISTS fences (
    app BIGINT NOT NULL,
    environment TEXT NOT NULL,
    place TEXT NOT NULL,
    effect BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (app, environment, place)
);
CREATE TABLE IF NOT EXISTS deeds (
    app BIGINT NOT NULL,
    environment TEXT NOT NULL,
    place TEXT NOT NULL,
    effect BIGINT NOT NULL,
    deed TEXT NOT NULL,
    action TEXT NOT NULL,
    at BIGINT NOT NULL
);
