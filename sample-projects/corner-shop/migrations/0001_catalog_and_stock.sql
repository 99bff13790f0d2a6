CREATE TABLE categories (
    slug     TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE products (
    id          TEXT PRIMARY KEY,
    sku         TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    name_ko     TEXT NOT NULL,
    category    TEXT NOT NULL REFERENCES categories (slug),
    description TEXT NOT NULL DEFAULT '',
    price       INTEGER NOT NULL CHECK (price >= 0),
    active      INTEGER NOT NULL DEFAULT 1,
    created_at  INTEGER NOT NULL
);

CREATE TABLE product_media (
    id         TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES products (id),
    url        TEXT NOT NULL,
    alt        TEXT NOT NULL,
    position   INTEGER NOT NULL
);

CREATE TABLE price_changes (
    product_id TEXT NOT NULL REFERENCES products (id),
    old_price  INTEGER NOT NULL,
    new_price  INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    changed_at INTEGER NOT NULL
);

CREATE TABLE promotions (
    id        TEXT PRIMARY KEY,
    category  TEXT NOT NULL REFERENCES categories (slug),
    percent   INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 90),
    starts_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL
);

CREATE TABLE stock_levels (
    product_id    TEXT PRIMARY KEY REFERENCES products (id),
    on_hand       INTEGER NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
    reserved      INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    reorder_point INTEGER NOT NULL DEFAULT 5
);

CREATE TABLE stock_movements (
    product_id TEXT NOT NULL REFERENCES products (id),
    quantity   INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    reference  TEXT NOT NULL,
    moved_at   INTEGER NOT NULL
);

-- The shelf follows its movements; nobody sets on_hand by hand.
CREATE TRIGGER stock_follows_movement AFTER INSERT ON stock_movements
BEGIN
    UPDATE stock_levels SET on_hand = on_hand + NEW.quantity WHERE product_id = NEW.product_id;
END;
