-- What must never be forgotten went here, because the old desk program wrote to the tables itself.

-- A payment changes what the patient owes.
CREATE FUNCTION payment_moves_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE patients SET balance = balance - NEW.amount WHERE id = NEW.patient_id;
    RETURN NEW;
END;
$$;

CREATE TRIGGER payment_moves_balance AFTER INSERT ON payments
    FOR EACH ROW EXECUTE FUNCTION payment_moves_balance();

-- A value in the panic range calls the doctor, whoever entered it.
CREATE FUNCTION panic_calls_doctor() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who TEXT;
    test TEXT;
BEGIN
    IF NEW.flag = 'panic' THEN
        SELECT u.login, t.name INTO who, test
          FROM lab_orders o
          JOIN visits v ON v.id = o.visit_id
          JOIN doctors d ON d.id = v.doctor_id
          JOIN users u ON u.id = d.user_id
          JOIN lab_tests t ON t.code = o.test_code
         WHERE o.id = NEW.order_id;
        INSERT INTO messages (channel, recipient, body)
        VALUES ('sms', who, '[위급] ' || test || ' ' || NEW.value);
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER panic_calls_doctor AFTER INSERT OR UPDATE ON lab_results
    FOR EACH ROW EXECUTE FUNCTION panic_calls_doctor();

-- Closing a visit ticks off its appointment and the day of the patient's last visit.
CREATE FUNCTION visit_ticks_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.closed IS NOT NULL AND OLD.closed IS NULL THEN
        UPDATE appointments SET status = 'done' WHERE id = NEW.appointment;
        UPDATE patients SET last_visit = NEW.closed::date WHERE id = NEW.patient_id;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER visit_ticks_off AFTER UPDATE ON visits
    FOR EACH ROW EXECUTE FUNCTION visit_ticks_off();

-- Whoever touches these tables leaves a trace.
CREATE FUNCTION leave_trace() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO audit_log (action, entity, entity_id, detail)
    VALUES (lower(TG_OP), TG_TABLE_NAME, NEW.id, '{"by": "trigger"}');
    RETURN NEW;
END;
$body$;

DO $$
DECLARE
    watched TEXT;
BEGIN
    FOREACH watched IN ARRAY ARRAY['patients', 'prescriptions', 'invoices', 'users'] LOOP
        EXECUTE format(
            'CREATE TRIGGER %I AFTER INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION leave_trace()',
            watched || '_leaves_trace', watched
        );
    END LOOP;
END;
$$;
