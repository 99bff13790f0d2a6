-- The same shop for SQLite: tests, training tills, and `till serve` without a server.
-- Keep in step with production.sql. Procedures live in src/db/emulate.rs here.

PRAGMA foreign_keys = OFF;

CREATE TABLE stores (
    store TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    vat_id TEXT NOT NULL
);

CREATE TABLE tills (
    till_no INTEGER NOT NULL PRIMARY KEY,
    store TEXT NOT NULL,
    name TEXT NOT NULL,
    float_cents INTEGER NOT NULL DEFAULT 15000,
    drawer_open INTEGER NOT NULL DEFAULT 0,
    last_z INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    pin TEXT NOT NULL,
    role TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1,
    failed_pins INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE permissions (
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    PRIMARY KEY (role, action)
);

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
);

CREATE TABLE article_groups (
    group_code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    age_limit INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE articles (
    sku TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_ko TEXT,
    group_code TEXT NOT NULL,
    vat_code TEXT NOT NULL DEFAULT 'B',
    price_cents INTEGER NOT NULL,
    cost_cents INTEGER NOT NULL DEFAULT 0,
    deposit_cents INTEGER NOT NULL DEFAULT 0,
    supplier_id INTEGER,
    stocked INTEGER NOT NULL DEFAULT 1,
    active INTEGER NOT NULL DEFAULT 1,
    changed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE barcodes (
    barcode TEXT NOT NULL PRIMARY KEY,
    sku TEXT NOT NULL
);

CREATE TABLE price_lists (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    store TEXT NOT NULL DEFAULT '*',
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL
);

CREATE TABLE price_entries (
    list_id INTEGER NOT NULL,
    sku TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    PRIMARY KEY (list_id, sku)
);

-- written by the trigger articles_price and by nothing else
CREATE TABLE price_history (
    id INTEGER PRIMARY KEY,
    sku TEXT NOT NULL,
    old_cents INTEGER NOT NULL,
    new_cents INTEGER NOT NULL,
    at TEXT NOT NULL
);

CREATE TABLE promotions (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    sku TEXT,
    group_code TEXT,
    buy_qty INTEGER NOT NULL DEFAULT 0,
    pay_qty INTEGER NOT NULL DEFAULT 0,
    percent INTEGER NOT NULL DEFAULT 0,
    cents_off INTEGER NOT NULL DEFAULT 0,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE receipts (
    id INTEGER PRIMARY KEY,
    till_no INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'S',
    state TEXT NOT NULL DEFAULT 'open',
    staff_id INTEGER NOT NULL,
    business_day TEXT NOT NULL,
    card_no TEXT,
    total_cents INTEGER NOT NULL DEFAULT 0,
    discount_cents INTEGER NOT NULL DEFAULT 0,
    original_id INTEGER,
    z_id INTEGER,
    created_at TEXT NOT NULL,
    paid_at TEXT
);

CREATE TABLE receipt_lines (
    id INTEGER PRIMARY KEY,
    receipt_id INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    qty INTEGER NOT NULL,
    unit_cents INTEGER NOT NULL,
    discount_cents INTEGER NOT NULL DEFAULT 0,
    total_cents INTEGER NOT NULL,
    vat_code TEXT NOT NULL,
    promo_id INTEGER,
    voided INTEGER NOT NULL DEFAULT 0,
    returned_qty INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE payments (
    id INTEGER PRIMARY KEY,
    receipt_id INTEGER NOT NULL,
    method TEXT NOT NULL,
    cents INTEGER NOT NULL,
    given_cents INTEGER NOT NULL DEFAULT 0,
    change_cents INTEGER NOT NULL DEFAULT 0,
    at TEXT NOT NULL
);

CREATE TABLE vouchers (
    code TEXT NOT NULL PRIMARY KEY,
    cents INTEGER NOT NULL,
    left_cents INTEGER NOT NULL,
    sold_receipt INTEGER
);

CREATE TABLE shifts (
    id INTEGER PRIMARY KEY,
    till_no INTEGER NOT NULL,
    staff_id INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    float_cents INTEGER NOT NULL,
    counted_cents INTEGER,
    expected_cents INTEGER
);

CREATE TABLE cash_moves (
    id INTEGER PRIMARY KEY,
    till_no INTEGER NOT NULL,
    shift_id INTEGER,
    kind TEXT NOT NULL,
    cents INTEGER NOT NULL,
    reason TEXT,
    staff_id INTEGER,
    at TEXT NOT NULL
);

CREATE TABLE z_reports (
    id INTEGER PRIMARY KEY,
    till_no INTEGER NOT NULL,
    business_day TEXT NOT NULL,
    number INTEGER NOT NULL,
    gross_cents INTEGER NOT NULL,
    returns_cents INTEGER NOT NULL,
    vat_a_cents INTEGER NOT NULL,
    vat_b_cents INTEGER NOT NULL,
    cash_cents INTEGER NOT NULL,
    card_cents INTEGER NOT NULL,
    voucher_cents INTEGER NOT NULL,
    receipts_count INTEGER NOT NULL,
    staff_id INTEGER NOT NULL,
    made_at TEXT NOT NULL
);

CREATE TABLE z_lines (
    z_id INTEGER NOT NULL,
    label TEXT NOT NULL,
    cents INTEGER NOT NULL
);

CREATE TABLE stock_levels (
    sku TEXT NOT NULL,
    store TEXT NOT NULL,
    on_hand INTEGER NOT NULL DEFAULT 0,
    reorder_point INTEGER NOT NULL DEFAULT 0,
    reorder_qty INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sku, store)
);

CREATE TABLE stock_moves (
    id INTEGER PRIMARY KEY,
    sku TEXT NOT NULL,
    store TEXT NOT NULL,
    qty INTEGER NOT NULL,
    reason TEXT NOT NULL,
    ref TEXT,
    at TEXT NOT NULL
);

CREATE TABLE customers (
    card_no TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    points INTEGER NOT NULL DEFAULT 0,
    tier TEXT NOT NULL DEFAULT 'plain',
    active INTEGER NOT NULL DEFAULT 1,
    joined TEXT NOT NULL
);

CREATE TABLE points_moves (
    id INTEGER PRIMARY KEY,
    card_no TEXT NOT NULL,
    receipt_id INTEGER,
    points INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE TABLE suppliers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    iban TEXT,
    lead_days INTEGER NOT NULL DEFAULT 3
);

CREATE TABLE supplier_orders (
    id INTEGER PRIMARY KEY,
    supplier_id INTEGER NOT NULL,
    store TEXT NOT NULL,
    state TEXT NOT NULL,
    ordered_on TEXT NOT NULL,
    expected_on TEXT NOT NULL,
    received_on TEXT,
    total_cents INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE supplier_order_lines (
    order_id INTEGER NOT NULL,
    sku TEXT NOT NULL,
    qty INTEGER NOT NULL,
    cost_cents INTEGER NOT NULL,
    received_qty INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (order_id, sku)
);

CREATE TABLE reorder_wishes (
    sku TEXT NOT NULL,
    store TEXT NOT NULL,
    qty INTEGER NOT NULL,
    order_id INTEGER,
    since TEXT NOT NULL,
    PRIMARY KEY (sku, store)
);

CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    business_day TEXT NOT NULL,
    account TEXT NOT NULL,
    contra TEXT NOT NULL,
    cents INTEGER NOT NULL,
    memo TEXT NOT NULL,
    ref TEXT,
    exported INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE exports (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    file TEXT NOT NULL,
    line_count INTEGER NOT NULL,
    made_at TEXT NOT NULL
);

CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    table_name TEXT NOT NULL,
    what TEXT NOT NULL,
    who TEXT
);

CREATE TABLE nightly_runs (
    job TEXT NOT NULL,
    day TEXT NOT NULL,
    result TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    PRIMARY KEY (job, day)
);

CREATE TABLE import_batches (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    good INTEGER NOT NULL,
    bad INTEGER NOT NULL,
    at TEXT NOT NULL
);

CREATE TABLE import_errors (
    batch_id INTEGER NOT NULL,
    line_no INTEGER NOT NULL,
    message TEXT NOT NULL
);

-- orders that came by fax; the machine was sold in 2017
CREATE TABLE fax_orders (
    id INTEGER NOT NULL,
    supplier_id INTEGER,
    page BLOB,
    arrived TEXT
);

CREATE INDEX receipts_by_day ON receipts (business_day, till_no);
CREATE INDEX receipt_lines_by_receipt ON receipt_lines (receipt_id);
CREATE UNIQUE INDEX z_once ON z_reports (till_no, number);

CREATE VIEW v_day_sales AS
SELECT r.business_day, t.store, r.till_no,
       count(*) AS receipts,
       sum(r.total_cents) AS gross_cents,
       sum(r.discount_cents) AS discount_cents
  FROM receipts r JOIN tills t ON t.till_no = r.till_no
 WHERE r.state = 'paid'
 GROUP BY r.business_day, t.store, r.till_no;

CREATE VIEW v_stock_value AS
SELECT s.store, a.group_code, sum(s.on_hand * a.cost_cents) AS cost_cents,
       sum(s.on_hand * a.price_cents) AS sales_cents
  FROM stock_levels s JOIN articles a ON a.sku = s.sku
 GROUP BY s.store, a.group_code;

CREATE VIEW v_customer_turnover AS
SELECT c.card_no, c.name, c.tier, c.points, coalesce(sum(r.total_cents), 0) AS turnover_cents
  FROM customers c LEFT JOIN receipts r ON r.card_no = c.card_no AND r.state = 'paid'
 GROUP BY c.card_no, c.name, c.tier, c.points;

CREATE VIEW v_open_orders AS
SELECT o.id, o.store, o.state, o.expected_on, p.name AS supplier, sum(l.qty * l.cost_cents) AS cents
  FROM supplier_orders o
  JOIN suppliers p ON p.id = o.supplier_id
  JOIN supplier_order_lines l ON l.order_id = o.id
 WHERE o.state <> 'received'
 GROUP BY o.id, o.store, o.state, o.expected_on, p.name;

-- A paid receipt takes its articles from the shelf,
CREATE TRIGGER receipts_stock AFTER UPDATE OF state ON receipts
WHEN NEW.state = 'paid' AND OLD.state <> 'paid'
BEGIN
    INSERT INTO stock_moves (sku, store, qty, reason, ref, at)
    SELECT l.sku, t.store, -l.qty, CASE NEW.kind WHEN 'S' THEN 'sale' ELSE 'return' END,
           'B' || NEW.id, datetime('now')
      FROM receipt_lines l
      JOIN tills t ON t.till_no = NEW.till_no
      JOIN articles a ON a.sku = l.sku AND a.stocked = 1
     WHERE l.receipt_id = NEW.id AND l.voided = 0;
END;

-- and earns points. One euro, one point.
CREATE TRIGGER receipts_points AFTER UPDATE OF state ON receipts
WHEN NEW.state = 'paid' AND OLD.state <> 'paid' AND NEW.card_no IS NOT NULL
BEGIN
    INSERT INTO points_moves (card_no, receipt_id, points, reason, at)
    VALUES (NEW.card_no, NEW.id, NEW.total_cents / 100,
            CASE NEW.kind WHEN 'S' THEN 'sale' ELSE 'return' END, datetime('now'));
END;

CREATE TRIGGER stock_moves_follow AFTER INSERT ON stock_moves
BEGIN
    INSERT INTO stock_levels (sku, store, on_hand, reorder_point, reorder_qty)
    VALUES (NEW.sku, NEW.store, NEW.qty, 0, 0)
    ON CONFLICT (sku, store) DO UPDATE SET on_hand = on_hand + NEW.qty;
END;

CREATE TRIGGER stock_levels_low AFTER UPDATE OF on_hand ON stock_levels
WHEN NEW.on_hand < NEW.reorder_point AND NEW.on_hand < OLD.on_hand
BEGIN
    INSERT INTO reorder_wishes (sku, store, qty, since)
    VALUES (NEW.sku, NEW.store, NEW.reorder_qty, datetime('now'))
    ON CONFLICT (sku, store) DO NOTHING;
END;

CREATE TRIGGER points_moves_follow AFTER INSERT ON points_moves
BEGIN
    UPDATE customers
       SET points = points + NEW.points,
           tier = CASE WHEN points + NEW.points >= 5000 THEN 'gold'
                       WHEN points + NEW.points >= 1000 THEN 'silver' ELSE 'plain' END
     WHERE card_no = NEW.card_no;
END;

CREATE TRIGGER payments_drawer AFTER INSERT ON payments
WHEN NEW.method = 'cash'
BEGIN
    INSERT INTO cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
    SELECT r.till_no, s.id, 'receipt', NEW.cents, 'B' || r.id, r.staff_id, NEW.at
      FROM receipts r LEFT JOIN shifts s ON s.till_no = r.till_no AND s.closed_at IS NULL
     WHERE r.id = NEW.receipt_id;
    UPDATE tills SET drawer_open = 1
     WHERE till_no = (SELECT till_no FROM receipts WHERE id = NEW.receipt_id);
END;

CREATE TRIGGER articles_price AFTER UPDATE OF price_cents ON articles
WHEN OLD.price_cents <> NEW.price_cents
BEGIN
    INSERT INTO price_history (sku, old_cents, new_cents, at)
    VALUES (NEW.sku, OLD.price_cents, NEW.price_cents, datetime('now'));
END;

CREATE TRIGGER staff_audit AFTER UPDATE ON staff
BEGIN
    INSERT INTO audit_log (at, table_name, what, who) VALUES (datetime('now'), 'staff', 'UPDATE', NULL);
END;

CREATE TRIGGER settings_audit AFTER UPDATE ON settings
BEGIN
    INSERT INTO audit_log (at, table_name, what, who)
    VALUES (datetime('now'), 'settings', 'UPDATE', NULL);
END;

CREATE TRIGGER z_reports_lock BEFORE UPDATE ON z_reports
BEGIN
    SELECT RAISE(ABORT, 'a Z report is never changed');
END;

CREATE TRIGGER z_reports_keep BEFORE DELETE ON z_reports
BEGIN
    SELECT RAISE(ABORT, 'a Z report is never changed');
END;

INSERT INTO permissions (role, action) VALUES
    ('cashier', 'sell'), ('cashier', 'drawer'),
    ('lead', 'sell'), ('lead', 'drawer'), ('lead', 'discount'), ('lead', 'override'),
    ('lead', 'return'), ('lead', 'close'), ('lead', 'stock'),
    ('boss', 'sell'), ('boss', 'drawer'), ('boss', 'discount'), ('boss', 'override'),
    ('boss', 'return'), ('boss', 'close'), ('boss', 'stock'), ('boss', 'prices'),
    ('boss', 'orders'), ('boss', 'books'), ('boss', 'staff');

INSERT INTO settings (key, value) VALUES
    ('max_cash_cents', '1000000'),
    ('footer', 'Vielen Dank! 감사합니다!'),
    ('points_worth', '1');
