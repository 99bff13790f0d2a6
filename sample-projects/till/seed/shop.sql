-- Hallasan Feinkost as it stood on a Monday. Runs on both databases.
INSERT INTO stores (store, name, street, vat_id) VALUES
    ('KAI', 'Hallasan Feinkost Kaiserstraße', 'Kaiserstraße 64, 60329 Frankfurt', 'DE811223344'),
    ('SAC', 'Hallasan Feinkost Sachsenhausen', 'Schweizer Straße 21, 60594 Frankfurt', 'DE811223344'),
    ('OBU', 'Hallasan Feinkost Oberursel', 'Vorstadt 9, 61440 Oberursel', 'DE811223344');

INSERT INTO tills (till_no, store, name, float_cents) VALUES
    (1, 'KAI', 'Kasse vorne', 15000), (2, 'KAI', 'Kasse hinten', 15000),
    (3, 'SAC', 'Kasse', 15000), (4, 'OBU', 'Kasse', 10000), (9, 'KAI', 'Schulung', 0);

INSERT INTO staff (name, pin, role) VALUES
    ('Bae Jin-ho', '1991', 'boss'), ('Frau Odenwald', '4711', 'lead'),
    ('Seo-yeon', '0815', 'cashier'), ('Herr Ruppert', '2468', 'boss'),
    ('Aushilfe', '0000', 'cashier');

INSERT INTO suppliers (name, iban, lead_days) VALUES
    ('Daehan Import GmbH', 'DE02120300000000202051', 4),
    ('Gemüsehof Wetterau', 'DE02500105170137075030', 1),
    ('Getränke Hövelmann', 'DE02100500000054540402', 2);

INSERT INTO article_groups (group_code, name, age_limit) VALUES
    ('KIM', 'Kimchi & Banchan', 0), ('NUD', 'Nudeln', 0), ('TEE', 'Tee', 0),
    ('GEM', 'Gemüse', 0), ('GET', 'Getränke', 0), ('SPI', 'Spirituosen', 18),
    ('HAU', 'Haushalt', 0), ('PFA', 'Pfand', 0), ('GUT', 'Gutscheine', 0);

INSERT INTO articles (sku, name, name_ko, group_code, vat_code, price_cents, cost_cents, deposit_cents, supplier_id, stocked) VALUES
    ('1001', 'Kimchi Baechu 500 g', '배추김치', 'KIM', 'B', 649, 380, 0, 1, 1),
    ('1002', 'Kkakdugi 500 g', '깍두기', 'KIM', 'B', 679, 395, 0, 1, 1),
    ('1003', 'Gochujang 1 kg', '고추장', 'KIM', 'B', 899, 520, 0, 1, 1),
    ('1101', 'Ramyeon scharf', '라면', 'NUD', 'B', 149, 78, 0, 1, 1),
    ('1102', 'Glasnudeln 500 g', '당면', 'NUD', 'B', 429, 240, 0, 1, 1),
    ('1201', 'Gerstentee 30 Btl.', '보리차', 'TEE', 'B', 399, 210, 0, 1, 1),
    ('1202', 'Yuja-Tee 1 kg', '유자차', 'TEE', 'B', 1190, 720, 0, 1, 1),
    ('1301', 'Rettich Stück', '무', 'GEM', 'B', 249, 120, 0, 2, 1),
    ('1302', 'Frühlingszwiebeln Bund', '대파', 'GEM', 'B', 129, 60, 0, 2, 1),
    ('1401', 'Sikhye 0,5 l', '식혜', 'GET', 'A', 249, 110, 25, 3, 1),
    ('1402', 'Mineralwasser 1 l', NULL, 'GET', 'A', 79, 30, 25, 3, 1),
    ('1501', 'Soju 0,36 l', '소주', 'SPI', 'A', 549, 260, 8, 3, 1),
    ('1601', 'Essstäbchen Edelstahl', '젓가락', 'HAU', 'A', 450, 190, 0, 1, 1),
    ('PFAND', 'Pfand', NULL, 'PFA', 'A', 25, 0, 0, NULL, 0),
    ('GUTSCHEIN', 'Gutschein', NULL, 'GUT', 'C', 0, 0, 0, NULL, 0);

INSERT INTO barcodes (barcode, sku) VALUES
    ('8801043010016', '1001'), ('8801043010023', '1002'), ('8801007010037', '1003'),
    ('8801043011013', '1101'), ('8801043012010', '1201'), ('4001234014014', '1401'),
    ('4001234014021', '1402'), ('8801048015011', '1501');

INSERT INTO stock_levels (sku, store, on_hand, reorder_point, reorder_qty)
SELECT a.sku, s.store, 40, 10, 48 FROM articles a CROSS JOIN stores s WHERE a.stocked = 1;
UPDATE stock_levels SET on_hand = 11 WHERE sku = '1202';

INSERT INTO customers (card_no, name, email, points, tier, joined) VALUES
    ('K1001', 'Familie Hwang', 'hwang@example.org', 1240, 'silver', '2014-03-01'),
    ('K1002', 'Erna Schmitt', NULL, 310, 'plain', '2009-11-20'),
    ('K1003', 'Minho Park', 'minho@example.org', 90, 'plain', '2022-06-05'),
    ('K1004', 'Minho Park (alt)', NULL, 60, 'plain', '2016-06-05');

INSERT INTO promotions (name, kind, sku, group_code, buy_qty, pay_qty, percent, cents_off, valid_from, valid_to) VALUES
    ('Ramyeon 3 für 2', 'XFORY', '1101', NULL, 3, 2, 0, 0, '2020-01-01', '2099-12-31'),
    ('Tee-Woche', 'PERCENT', NULL, 'TEE', 0, 0, 10, 0, '2020-01-01', '2099-12-31'),
    ('Neujahr 설날', 'CENTS', '1003', NULL, 0, 0, 0, 100, '2024-02-05', '2024-02-11');

INSERT INTO price_lists (name, store, valid_from, valid_to) VALUES
    ('Oberursel Aufschlag', 'OBU', '2020-01-01', '2099-12-31'),
    ('Herbst', '*', '2026-09-01', '2026-10-31');
INSERT INTO price_entries (list_id, sku, price_cents) VALUES
    (1, '1001', 689), (1, '1101', 159), (2, '1102', 449);

INSERT INTO vouchers (code, cents, left_cents, sold_receipt) VALUES ('G-2024-0007', 2500, 2500, NULL);
INSERT INTO counters (name, value) VALUES ('receipt', 41200), ('voucher', 7);
