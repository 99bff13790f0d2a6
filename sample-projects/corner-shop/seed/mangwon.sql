-- What stood on the shelves in Mangwon-dong the day the shop went online, and a few days of trade.

INSERT INTO settings (name, value) VALUES
    ('shipping_fee', 3000),
    ('free_shipping_from', 50000),
    ('remote_surcharge', 4000),
    ('hold_minutes', 1440),
    ('points_percent', 1);

INSERT INTO categories (slug, name, position) VALUES
    ('tea', 'Tea and coffee', 1),
    ('pantry', 'Pantry', 2),
    ('snacks', 'Snacks', 3),
    ('kitchen', 'Kitchenware', 4),
    ('paper', 'Paper goods', 5);

INSERT INTO products (id, sku, name, name_ko, category, description, price, created_at) VALUES
    ('prd_barley-tea', 'TEA-001', 'Roasted barley tea, 30 bags', '보리차 30티백', 'tea', 'Roasted twice, good cold', 4500, unixepoch() - 7776000),
    ('prd_yuja-tea', 'TEA-002', 'Yuja marmalade tea, 500 g', '고흥 유자차 500g', 'tea', 'Yuja from Goheung, half fruit', 12000, unixepoch() - 7776000),
    ('prd_mangwon-blend', 'TEA-003', 'Mangwon house blend, 200 g', '망원 블렌드 원두 200g', 'tea', 'Beans from the roastery next door', 13500, unixepoch() - 7776000),
    ('prd_gochujang', 'PAN-001', 'Gochujang from Sunchang, 1 kg', '순창 고추장 1kg', 'pantry', 'Aged a year in clay', 14900, unixepoch() - 7776000),
    ('prd_sesame-oil', 'PAN-002', 'Cold-pressed sesame oil, 300 ml', '저온압착 참기름 300ml', 'pantry', 'Pressed on Fridays', 19800, unixepoch() - 7776000),
    ('prd_sea-salt', 'PAN-003', 'Sinan sea salt, 3 years, 800 g', '신안 천일염 800g', 'pantry', 'Three years without brine', 8900, unixepoch() - 7776000),
    ('prd_dried-seaweed', 'PAN-004', 'Wando seaweed, dried, 100 g', '완도 건미역 100g', 'pantry', 'For birthday soup', 6500, unixepoch() - 7776000),
    ('prd_yakgwa', 'SNK-001', 'Honey cookies, box of 12', '개성 약과 12개', 'snacks', 'Made by Mrs. Oh on the corner', 15000, unixepoch() - 7776000),
    ('prd_rice-puffs', 'SNK-002', 'Rice puffs', '뻥튀기', 'snacks', 'As loud as you remember', 3000, unixepoch() - 7776000),
    ('prd_brass-spoons', 'KIT-001', 'Brass spoon and chopsticks', '방짜 유기 수저', 'kitchen', 'Hammered in Anseong', 48000, unixepoch() - 7776000),
    ('prd_onggi-jar', 'KIT-002', 'Onggi jar, 2 l', '옹기 항아리 2L', 'kitchen', 'Breathes, holds kimchi', 36000, unixepoch() - 7776000),
    ('prd_hanji-notebook', 'PAP-001', 'Hanji notebook', '전주 한지 공책', 'paper', 'Sewn by hand in Jeonju', 9500, unixepoch() - 7776000);

INSERT INTO product_media (id, product_id, url, alt, position) VALUES
    ('pic_yuja-jar', 'prd_yuja-tea', '/media/yuja-jar.jpg', 'A jar of yuja tea on a wooden shelf', 1),
    ('pic_yuja-cup', 'prd_yuja-tea', '/media/yuja-cup.jpg', 'A cup with slices of yuja', 2),
    ('pic_onggi', 'prd_onggi-jar', '/media/onggi.jpg', 'A brown clay jar with its lid', 1);

INSERT INTO price_changes (product_id, old_price, new_price, reason, changed_at) VALUES
    ('prd_sesame-oil', 17800, 19800, 'sesame harvest', unixepoch() - 2592000);

INSERT INTO promotions (id, category, percent, starts_at, ends_at) VALUES
    ('pro_paper-week', 'paper', 10, unixepoch() - 86400, unixepoch() + 31536000);

INSERT INTO stock_levels (product_id, on_hand, reorder_point) VALUES
    ('prd_barley-tea', 0, 20), ('prd_yuja-tea', 0, 10), ('prd_mangwon-blend', 0, 8),
    ('prd_gochujang', 0, 6), ('prd_sesame-oil', 0, 5), ('prd_sea-salt', 0, 5),
    ('prd_dried-seaweed', 0, 10), ('prd_yakgwa', 0, 6), ('prd_rice-puffs', 0, 12),
    ('prd_brass-spoons', 0, 2), ('prd_onggi-jar', 0, 2), ('prd_hanji-notebook', 0, 6);

INSERT INTO stock_movements (product_id, quantity, reason, reference, moved_at) VALUES
    ('prd_barley-tea', 60, 'delivery', 'DN-0301', unixepoch() - 604800),
    ('prd_yuja-tea', 24, 'delivery', 'DN-0301', unixepoch() - 604800),
    ('prd_mangwon-blend', 15, 'delivery', 'DN-0302', unixepoch() - 604800),
    ('prd_gochujang', 12, 'delivery', 'DN-0302', unixepoch() - 604800),
    ('prd_sesame-oil', 4, 'delivery', 'DN-0302', unixepoch() - 604800),
    ('prd_sea-salt', 20, 'delivery', 'DN-0302', unixepoch() - 604800),
    ('prd_dried-seaweed', 30, 'delivery', 'DN-0303', unixepoch() - 604800),
    ('prd_yakgwa', 10, 'delivery', 'DN-0303', unixepoch() - 604800),
    ('prd_rice-puffs', 9, 'delivery', 'DN-0303', unixepoch() - 604800),
    ('prd_brass-spoons', 5, 'delivery', 'DN-0304', unixepoch() - 604800),
    ('prd_onggi-jar', 3, 'delivery', 'DN-0304', unixepoch() - 604800),
    ('prd_hanji-notebook', 18, 'delivery', 'DN-0304', unixepoch() - 604800),
    ('prd_yuja-tea', -2, 'sale', 'ord_first', unixepoch() - 345600),
    ('prd_yakgwa', -1, 'sale', 'ord_first', unixepoch() - 345600),
    ('prd_onggi-jar', -1, 'sale', 'ord_second', unixepoch() - 172800);

INSERT INTO customers (id, email, name, phone, points, created_at) VALUES
    ('cus_minji', 'minji.kim@example.kr', '김민지', '010-2345-6789', 390, unixepoch() - 7776000),
    ('cus_seojun', 'seojun.lee@example.kr', '이서준', '010-3456-7890', 360, unixepoch() - 5184000),
    ('cus_haneul', 'haneul.park@example.kr', '박하늘', '010-4567-8901', 0, unixepoch() - 2592000),
    ('cus_anna', 'anna.keller@example.com', 'Anna Keller', '010-5678-9012', 0, unixepoch() - 604800);

INSERT INTO addresses (id, customer_id, recipient, street, city, postal_code, is_default) VALUES
    ('adr_minji', 'cus_minji', '김민지', '포은로 94', '서울 마포구', '04013', 1),
    ('adr_seojun', 'cus_seojun', '이서준', '연남로 21', '서울 마포구', '03983', 1),
    -- 제주는 추가 배송비가 붙는다
    ('adr_haneul', 'cus_haneul', '박하늘', '첨단로 242', '제주 제주시', '63309', 1),
    ('adr_anna', 'cus_anna', 'Anna Keller', 'Itaewon-ro 200', 'Yongsan-gu, Seoul', '04405', 1);

INSERT INTO carts (id, customer_id, status, updated_at) VALUES
    ('crt_minji', 'cus_minji', 'open', unixepoch() - 3600),
    ('crt_haneul', 'cus_haneul', 'open', unixepoch() - 90000);

INSERT INTO cart_lines (cart_id, product_id, quantity) VALUES
    ('crt_minji', 'prd_barley-tea', 2),
    ('crt_minji', 'prd_hanji-notebook', 1),
    ('crt_haneul', 'prd_gochujang', 1);

INSERT INTO orders (id, number, customer_id, address_id, status, subtotal, discount, shipping, total, placed_at) VALUES
    ('ord_first', 'M-000001', 'cus_minji', 'adr_minji', 'delivered', 39000, 0, 3000, 42000, unixepoch() - 432000),
    ('ord_second', 'M-000002', 'cus_seojun', 'adr_seojun', 'shipped', 36000, 0, 3000, 39000, unixepoch() - 259200),
    ('ord_third', 'M-000003', 'cus_anna', 'adr_anna', 'placed', 19800, 0, 3000, 22800, unixepoch() - 7200);

INSERT INTO order_lines (order_id, product_id, name, quantity, unit_price) VALUES
    ('ord_first', 'prd_yuja-tea', 'Yuja marmalade tea, 500 g', 2, 12000),
    ('ord_first', 'prd_yakgwa', 'Honey cookies, box of 12', 1, 15000),
    ('ord_second', 'prd_onggi-jar', 'Onggi jar, 2 l', 1, 36000),
    ('ord_third', 'prd_sesame-oil', 'Cold-pressed sesame oil, 300 ml', 1, 19800);

INSERT INTO order_events (order_id, status, note, happened_at) VALUES
    ('ord_first', 'placed', 'placed online', unixepoch() - 432000),
    ('ord_first', 'paid', 'card', unixepoch() - 432000),
    ('ord_first', 'shipped', '우체국 택배', unixepoch() - 345600),
    ('ord_first', 'delivered', 'left with the neighbor', unixepoch() - 259200),
    ('ord_second', 'placed', 'placed online', unixepoch() - 259200),
    ('ord_second', 'paid', 'card', unixepoch() - 259200),
    ('ord_second', 'shipped', '우체국 택배', unixepoch() - 172800),
    ('ord_third', 'placed', 'placed online', unixepoch() - 7200);

INSERT INTO reservations (order_id, product_id, quantity, expires_at) VALUES
    ('ord_third', 'prd_sesame-oil', 1, unixepoch() + 79200);
UPDATE stock_levels SET reserved = 1 WHERE product_id = 'prd_sesame-oil';

INSERT INTO payments (id, order_id, method, amount, status, reference, created_at) VALUES
    ('pay_first', 'ord_first', 'card', 42000, 'captured', 'CARD-7F3A01', unixepoch() - 432000),
    ('pay_second', 'ord_second', 'card', 39000, 'captured', 'CARD-7F3A02', unixepoch() - 259200),
    ('pay_third', 'ord_third', 'bank_transfer', 22800, 'awaiting', 'BANK-000003', unixepoch() - 7200);

INSERT INTO points_entries (customer_id, order_id, points, reason, entered_at) VALUES
    ('cus_minji', 'ord_first', 390, 'earned', unixepoch() - 432000),
    ('cus_seojun', 'ord_second', 360, 'earned', unixepoch() - 259200);

INSERT INTO outbox (id, recipient, subject, body, status, queued_at, sent_at) VALUES
    ('mes_welcome-minji', 'minji.kim@example.kr', '망원상회에 오신 것을 환영합니다', '김민지 님, 반갑습니다.', 'sent', unixepoch() - 7776000, unixepoch() - 7775990);
