CREATE TABLE customers (
    id         TEXT PRIMARY KEY,
    email      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    phone      TEXT NOT NULL,
    points     INTEGER NOT NULL DEFAULT 0 CHECK (points >= 0),
    blocked    INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);

CREATE TABLE addresses (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    recipient   TEXT NOT NULL,
    street      TEXT NOT NULL,
    city        TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    is_default  INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE carts (
    id          TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    status      TEXT NOT NULL DEFAULT 'open',
    updated_at  INTEGER NOT NULL
);

CREATE TABLE cart_lines (
    cart_id    TEXT NOT NULL REFERENCES carts (id),
    product_id TEXT NOT NULL REFERENCES products (id),
    quantity   INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (cart_id, product_id)
);

CREATE TABLE orders (
    id          TEXT PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    address_id  TEXT NOT NULL REFERENCES addresses (id),
    status      TEXT NOT NULL,
    subtotal    INTEGER NOT NULL,
    discount    INTEGER NOT NULL DEFAULT 0,
    shipping    INTEGER NOT NULL DEFAULT 0,
    total       INTEGER NOT NULL,
    placed_at   INTEGER NOT NULL
);

CREATE TABLE order_lines (
    order_id   TEXT NOT NULL REFERENCES orders (id),
    product_id TEXT NOT NULL REFERENCES products (id),
    name       TEXT NOT NULL,
    quantity   INTEGER NOT NULL,
    unit_price INTEGER NOT NULL,
    PRIMARY KEY (order_id, product_id)
);

CREATE TABLE order_events (
    order_id    TEXT NOT NULL REFERENCES orders (id),
    status      TEXT NOT NULL,
    note        TEXT NOT NULL,
    happened_at INTEGER NOT NULL
);

CREATE TABLE reservations (
    order_id   TEXT NOT NULL REFERENCES orders (id),
    product_id TEXT NOT NULL REFERENCES products (id),
    quantity   INTEGER NOT NULL,
    expires_at INTEGER,
    PRIMARY KEY (order_id, product_id)
);
