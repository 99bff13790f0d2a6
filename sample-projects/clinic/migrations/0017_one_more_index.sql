-- Asked for by the reports, which are nobody's in particular.
CREATE INDEX encounters_by_day ON encounters (opened_at);
CREATE INDEX invoices_by_day ON invoices (issued_at);
CREATE INDEX outbox_that_waits ON outbox (id) WHERE sent_at IS NULL;
ALTER TABLE appointments ADD COLUMN source TEXT NOT NULL DEFAULT 'desk';
ALTER TABLE appointments DROP COLUMN room_id;
ALTER TABLE patients ADD COLUMN merged_into BIGINT REFERENCES patients (id);
