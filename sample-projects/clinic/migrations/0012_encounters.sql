-- "Visit" meant the appointment to the desk and the record to the doctors. Now it is an encounter (진료).

ALTER TABLE visits RENAME TO encounters;
ALTER TABLE encounters RENAME COLUMN appointment TO appointment_id;
ALTER TABLE encounters RENAME COLUMN opened TO opened_at;
ALTER TABLE encounters RENAME COLUMN closed TO closed_at;

ALTER TABLE visit_notes RENAME TO medical_records;
ALTER TABLE medical_records RENAME COLUMN visit_id TO encounter_id;
ALTER TABLE medical_records RENAME COLUMN author TO author_id;
ALTER TABLE medical_records ADD COLUMN signed_at TIMESTAMPTZ;
ALTER TABLE diagnoses RENAME COLUMN visit_id TO encounter_id;
ALTER TABLE vital_signs RENAME COLUMN visit_id TO encounter_id;
ALTER TABLE prescriptions RENAME COLUMN visit_id TO encounter_id;
ALTER TABLE lab_orders RENAME COLUMN visit_id TO encounter_id;
ALTER TABLE studies RENAME COLUMN visit_id TO encounter_id;
ALTER TABLE invoices RENAME COLUMN visit_id TO encounter_id;

ALTER TABLE messages RENAME TO outbox;
ALTER TABLE outbox RENAME COLUMN sent TO sent_at;
ALTER TABLE outbox DROP CONSTRAINT messages_channel_check;
UPDATE outbox SET channel = 'mail' WHERE channel = 'fax';
ALTER TABLE outbox ADD CONSTRAINT outbox_channel_check CHECK (channel IN ('sms', 'mail'));

ALTER TYPE appointment_status ADD VALUE 'no_show' BEFORE 'canceled';

DROP TABLE guardians;
ALTER TABLE patients ADD COLUMN guardian_name TEXT, ADD COLUMN guardian_phone TEXT;

CREATE OR REPLACE FUNCTION panic_calls_doctor() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who TEXT;
    test TEXT;
BEGIN
    IF NEW.flag = 'panic' THEN
        SELECT u.login, t.name INTO who, test
          FROM lab_orders o
          JOIN encounters e ON e.id = o.encounter_id
          JOIN doctors d ON d.id = e.doctor_id
          JOIN users u ON u.id = d.user_id
          JOIN lab_tests t ON t.code = o.test_code
         WHERE o.id = NEW.order_id;
        INSERT INTO outbox (channel, recipient, body)
        VALUES ('sms', who, '[위급] ' || test || ' ' || NEW.value);
    END IF;
    RETURN NEW;
END;
$$;

DROP TRIGGER visit_ticks_off ON encounters;
DROP FUNCTION visit_ticks_off();

CREATE FUNCTION encounter_ticks_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL THEN
        UPDATE appointments SET status = 'done' WHERE id = NEW.appointment_id;
        UPDATE patients SET last_visit = (NEW.closed_at AT TIME ZONE 'Asia/Seoul')::date WHERE id = NEW.patient_id;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER encounter_ticks_off AFTER UPDATE ON encounters
    FOR EACH ROW EXECUTE FUNCTION encounter_ticks_off();
