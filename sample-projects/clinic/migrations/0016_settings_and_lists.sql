CREATE TABLE settings (
    key           TEXT PRIMARY KEY,
    value         TEXT NOT NULL
);

INSERT INTO settings (key, value) VALUES
    ('clinic.name', '연남의원'),
    ('clinic.provider_no', '31200456'),
    ('clinic.phone', '02-332-7582'),
    ('clinic.mail', 'desk@yeonnam.example'),
    ('reminder.hours_before', '20'),
    ('claims.max_batch', '200');

INSERT INTO lab_tests (code, name, unit, low, high, panic_low, panic_high, price) VALUES
    ('GLU', '공복혈당', 'mg/dL', 70, 99, 40, 450, 1300),
    ('HBA1C', '당화혈색소', '%', 4.0, 5.6, NULL, NULL, 6400),
    ('K', '칼륨', 'mmol/L', 3.5, 5.1, 2.5, 6.5, 2100),
    ('HGB', '혈색소', 'g/dL', 12.0, 16.0, 6.0, 20.0, 1100),
    ('CRP', 'C-반응단백', 'mg/L', NULL, 5.0, NULL, NULL, 3900),
    ('TSH', '갑상선자극호르몬', 'mIU/L', 0.4, 4.0, NULL, NULL, 12800);

INSERT INTO drugs (code, name, ingredient, unit_price, daily_limit) VALUES
    ('642102570', '타이레놀정 500mg', 'acetaminophen', 51, 8),
    ('643501940', '아목시실린캡슐 250mg', 'amoxicillin', 98, 6),
    ('645900110', '쿠마딘정 2mg', 'warfarin', 32, 3),
    ('648100520', '이부프로펜정 200mg', 'ibuprofen', 45, 6),
    ('653400270', '메트포르민정 500mg', 'metformin', 74, 4),
    ('661900030', '세티리진정 10mg', 'cetirizine', 87, 1);

INSERT INTO drug_interactions (ingredient_a, ingredient_b, grade, remark) VALUES
    ('ibuprofen', 'warfarin', 'forbidden', '출혈 위험'),
    ('acetaminophen', 'warfarin', 'caution', 'INR 상승'),
    ('amoxicillin', 'warfarin', 'caution', 'INR 확인');

INSERT INTO tariff (code, name, price, insured, valid_from) VALUES
    ('AA154', '초진진찰료', 17610, TRUE, '2024-01-01'),
    ('AA254', '재진진찰료', 12590, TRUE, '2024-01-01'),
    ('HA201', '흉부 방사선 촬영', 8560, TRUE, '2024-01-01'),
    ('HA410', '골밀도 검사', 42370, TRUE, '2024-01-01'),
    ('B0001', '검체 채취료', 1830, TRUE, '2024-01-01'),
    ('PDZ01', '진단서 발급', 20000, FALSE, '2024-01-01'),
    ('PDZ02', '진료확인서 발급', 3000, FALSE, '2024-01-01'),
    ('AA154', '초진진찰료', 18410, TRUE, '2026-01-01'),
    ('AA254', '재진진찰료', 13160, TRUE, '2026-01-01');
