-- After the inspection of 2019: sessions, permissions, and no resident numbers in the clear.

CREATE TABLE sessions (
    token         TEXT PRIMARY KEY,
    user_id       BIGINT NOT NULL REFERENCES users (id),
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at    TIMESTAMPTZ NOT NULL
);

CREATE TABLE permissions (
    role          staff_role NOT NULL,
    area          TEXT NOT NULL,
    may_write     BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (role, area)
);

ALTER TABLE users RENAME COLUMN password TO password_hash;
ALTER TABLE patients ADD COLUMN resident_digest TEXT;
ALTER TABLE patients ADD COLUMN resident_masked TEXT;
UPDATE patients
   SET resident_digest = md5(replace(resident_no, '-', '')),
       resident_masked = left(resident_no, 8) || '******';
ALTER TABLE patients ALTER COLUMN resident_digest SET NOT NULL;
ALTER TABLE patients ALTER COLUMN resident_masked SET NOT NULL;
ALTER TABLE patients DROP COLUMN resident_no;
ALTER TABLE patients DROP COLUMN fax;
CREATE UNIQUE INDEX one_chart_per_resident ON patients (resident_digest);

INSERT INTO permissions (role, area, may_write) VALUES
    ('doctor', 'patients', TRUE), ('doctor', 'appointments', TRUE), ('doctor', 'encounters', TRUE),
    ('doctor', 'prescriptions', TRUE), ('doctor', 'lab', TRUE), ('doctor', 'imaging', TRUE),
    ('doctor', 'documents', TRUE), ('doctor', 'billing', FALSE), ('doctor', 'reports', FALSE),
    ('nurse', 'patients', TRUE), ('nurse', 'appointments', TRUE), ('nurse', 'encounters', FALSE),
    ('nurse', 'lab', TRUE), ('nurse', 'prescriptions', FALSE),
    ('desk', 'patients', TRUE), ('desk', 'appointments', TRUE), ('desk', 'billing', TRUE),
    ('desk', 'payments', TRUE), ('desk', 'documents', TRUE), ('desk', 'notifications', TRUE),
    ('lab', 'lab', TRUE), ('lab', 'patients', FALSE),
    ('radiology', 'imaging', TRUE), ('radiology', 'patients', FALSE);
