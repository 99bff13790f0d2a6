-- 한눈에: everything about a patient on one screen, and the figures for the tax adviser.

CREATE VIEW patient_timeline AS
    SELECT patient_id, starts_at AS at, 'appointment' AS kind, id AS ref, reason AS label FROM appointments
    UNION ALL
    SELECT patient_id, opened_at, 'encounter', id, complaint FROM encounters
    UNION ALL
    SELECT e.patient_id, p.issued_at, 'prescription', p.id, p.number
      FROM prescriptions p JOIN encounters e ON e.id = p.encounter_id
     WHERE p.issued_at IS NOT NULL
    UNION ALL
    SELECT e.patient_id, r.entered_at, 'lab_result', r.order_id, t.name || ' ' || r.value || ' ' || t.unit
      FROM lab_results r
      JOIN lab_orders o ON o.id = r.order_id
      JOIN lab_tests t ON t.code = o.test_code
      JOIN encounters e ON e.id = o.encounter_id
    UNION ALL
    SELECT patient_id, requested_at, 'study', id, modality || ' ' || body_part FROM studies
    UNION ALL
    SELECT patient_id, issued_at, 'invoice', id, copay::text FROM invoices;

CREATE MATERIALIZED VIEW monthly_revenue AS
    SELECT date_trunc('month', i.issued_at)::date AS month,
           d.department,
           count(*) AS invoices,
           coalesce(sum(i.copay), 0)::bigint AS copay,
           coalesce(sum(i.covered), 0)::bigint AS covered,
           coalesce(sum(c.granted), 0)::bigint AS granted
      FROM invoices i
      JOIN encounters e ON e.id = i.encounter_id
      JOIN doctors d ON d.id = e.doctor_id
      LEFT JOIN claims c ON c.invoice_id = i.id
     WHERE i.status <> 'void'
     GROUP BY 1, 2;

CREATE UNIQUE INDEX monthly_revenue_rows ON monthly_revenue (month, department);

CREATE FUNCTION outstanding(of_patient BIGINT) RETURNS BIGINT LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(i.copay), 0)::bigint
         - coalesce((SELECT sum(p.amount) FROM payments p WHERE p.patient_id = of_patient), 0)::bigint
      FROM invoices i
     WHERE i.patient_id = of_patient AND i.status <> 'void'
$$;
