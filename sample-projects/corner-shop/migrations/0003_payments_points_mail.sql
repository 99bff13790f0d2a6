CREATE TABLE payments (
    id         TEXT PRIMARY KEY,
    order_id   TEXT NOT NULL REFERENCES orders (id),
    method     TEXT NOT NULL,
    amount     INTEGER NOT NULL,
    refunded   INTEGER NOT NULL DEFAULT 0,
    status     TEXT NOT NULL,
    reference  TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
);

CREATE TABLE refunds (
    payment_id  TEXT NOT NULL REFERENCES payments (id),
    amount      INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    reference   TEXT NOT NULL,
    refunded_at INTEGER NOT NULL
);

CREATE TABLE points_entries (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    order_id    TEXT NOT NULL REFERENCES orders (id),
    points      INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    entered_at  INTEGER NOT NULL
);

CREATE TABLE outbox (
    id        TEXT PRIMARY KEY,
    recipient TEXT NOT NULL,
    subject   TEXT NOT NULL,
    body      TEXT NOT NULL,
    status    TEXT NOT NULL DEFAULT 'queued',
    queued_at INTEGER NOT NULL,
    sent_at   INTEGER
);

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
);

-- A business day is a day in Seoul, nine hours ahead of UTC.
CREATE VIEW daily_sales AS
SELECT date(o.placed_at + 32400, 'unixepoch') AS day,
       count(*)                               AS n_orders,
       sum(o.total)                           AS revenue,
       sum(coalesce(p.refunded, 0))           AS refunded
FROM orders o
LEFT JOIN payments p ON p.order_id = o.id
WHERE o.status NOT IN ('placed', 'canceled')
GROUP BY day;
