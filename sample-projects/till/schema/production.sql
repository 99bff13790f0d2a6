--
-- PostgreSQL database dump
--

-- Dumped from database version 15.6
-- Dumped by pg_dump version 15.6

-- Taken by hand from the machine under the stairs in Kaiserstraße, because nobody trusts the
-- copy in the drawer. Keep schema/lite.sql in step with it!  -- R.

SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', 'public', false);
SET check_function_bodies = false;
SET client_min_messages = warning;

SET default_tablespace = '';
SET default_table_access_method = heap;

--
-- Name: next_number(text); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.next_number(p_name text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    n bigint;
BEGIN
    UPDATE public.counters SET value = value + 1 WHERE name = p_name RETURNING value INTO n;
    IF NOT FOUND THEN
        INSERT INTO public.counters (name, value) VALUES (p_name, 1) RETURNING value INTO n;
    END IF;
    RETURN n;
END;
$$;


--
-- Name: vat_of(bigint, text); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.vat_of(p_gross bigint, p_code text) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE p_code
        WHEN 'A' THEN (p_gross * 38 + 119) / 238   -- 19 %
        WHEN 'B' THEN (p_gross * 14 + 107) / 214   -- 7 %
        ELSE 0
    END
$$;


--
-- Name: tier_of(bigint); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.tier_of(p_points bigint) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN p_points >= 5000 THEN 'gold' WHEN p_points >= 1000 THEN 'silver' ELSE 'plain' END $$;


--
-- Name: price_for(text, text, date); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.price_for(p_sku text, p_store text, p_day date) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $body$
DECLARE
    c bigint;
BEGIN
    SELECT e.price_cents INTO c
      FROM public.price_entries e
      JOIN public.price_lists l ON l.id = e.list_id
     WHERE e.sku = p_sku
       AND (l.store = p_store OR l.store = '*')
       AND l.valid_from <= p_day AND l.valid_to >= p_day
     ORDER BY l.store DESC, l.valid_from DESC
     LIMIT 1;
    IF c IS NULL THEN
        SELECT a.price_cents INTO c FROM public.articles a WHERE a.sku = p_sku;
    END IF;
    RETURN c;
END;
$body$;


--
-- Name: close_day(bigint, bigint, date); Type: PROCEDURE; Schema: public; Owner: kasse
--
-- Tagesabschluss. Everything that a day leaves behind, in one go. Do not take it apart: the tax
-- inspector (Frau Kessler, 2021) has seen it and was content.
--

CREATE PROCEDURE public.close_day(IN p_till bigint, IN p_staff bigint, IN p_day date)
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_number bigint;
    v_z bigint;
    v_gross bigint;
    v_returns bigint;
    v_a bigint;
    v_b bigint;
    v_cash bigint;
    v_card bigint;
    v_voucher bigint;
    v_count bigint;
    v_drawer bigint;
    v_float bigint;
    r record;
BEGIN
    -- what was left standing at the till
    UPDATE public.receipts SET state = 'void'
     WHERE till_no = p_till AND business_day = p_day AND state IN ('open', 'suspended');

    SELECT coalesce(sum(total_cents) FILTER (WHERE kind = 'S'), 0),
           coalesce(sum(total_cents) FILTER (WHERE kind = 'R'), 0),
           count(*)
      INTO v_gross, v_returns, v_count
      FROM public.receipts
     WHERE till_no = p_till AND business_day = p_day AND state = 'paid' AND z_id IS NULL;

    SELECT coalesce(sum(l.total_cents) FILTER (WHERE l.vat_code = 'A'), 0),
           coalesce(sum(l.total_cents) FILTER (WHERE l.vat_code = 'B'), 0)
      INTO v_a, v_b
      FROM public.receipt_lines l JOIN public.receipts r2 ON r2.id = l.receipt_id
     WHERE r2.till_no = p_till AND r2.business_day = p_day AND r2.state = 'paid'
       AND r2.z_id IS NULL AND l.voided = 0;

    SELECT coalesce(sum(p.cents) FILTER (WHERE p.method = 'cash'), 0),
           coalesce(sum(p.cents) FILTER (WHERE p.method = 'card'), 0),
           coalesce(sum(p.cents) FILTER (WHERE p.method = 'voucher'), 0)
      INTO v_cash, v_card, v_voucher
      FROM public.payments p JOIN public.receipts r2 ON r2.id = p.receipt_id
     WHERE r2.till_no = p_till AND r2.business_day = p_day AND r2.state = 'paid'
       AND r2.z_id IS NULL;

    v_number := public.next_number('z' || p_till);

    INSERT INTO public.z_reports (till_no, business_day, number, gross_cents, returns_cents,
                                  vat_a_cents, vat_b_cents, cash_cents, card_cents, voucher_cents,
                                  receipts_count, staff_id, made_at)
    VALUES (p_till, p_day, v_number, v_gross, v_returns,
            public.vat_of(v_a, 'A'), public.vat_of(v_b, 'B'), v_cash, v_card, v_voucher,
            v_count, p_staff, now())
    RETURNING id INTO v_z;

    FOR r IN SELECT g.name AS label, sum(l.total_cents) AS cents
               FROM public.receipt_lines l
               JOIN public.receipts r2 ON r2.id = l.receipt_id
               JOIN public.articles a ON a.sku = l.sku
               JOIN public.article_groups g ON g.group_code = a.group_code
              WHERE r2.till_no = p_till AND r2.business_day = p_day AND r2.state = 'paid'
                AND r2.z_id IS NULL AND l.voided = 0
              GROUP BY g.name
              ORDER BY g.name
    LOOP
        INSERT INTO public.z_lines (z_id, label, cents) VALUES (v_z, r.label, r.cents);
    END LOOP;

    UPDATE public.receipts SET z_id = v_z
     WHERE till_no = p_till AND business_day = p_day AND state = 'paid' AND z_id IS NULL;

    -- SKR03: 8400 Erlöse 19 %, 8300 Erlöse 7 %, 1000 Kasse, 1360 Geldtransit, 1605 Gutscheine
    INSERT INTO public.ledger (business_day, account, contra, cents, memo, ref, exported)
    VALUES (p_day, '1000', '8400', v_a, 'Erlöse 19 %', 'Z' || v_number, 0),
           (p_day, '1000', '8300', v_b, 'Erlöse 7 %', 'Z' || v_number, 0),
           (p_day, '1360', '1000', v_card, 'Karte', 'Z' || v_number, 0),
           (p_day, '1605', '1000', v_voucher, 'Gutscheine', 'Z' || v_number, 0);

    -- Abschöpfung: all but the float goes into the safe
    SELECT float_cents INTO v_float FROM public.tills WHERE till_no = p_till;
    SELECT coalesce(sum(cents), 0) INTO v_drawer FROM public.cash_moves WHERE till_no = p_till;
    IF v_drawer > v_float THEN
        INSERT INTO public.cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
        VALUES (p_till, NULL, 'skim', v_float - v_drawer, 'Z' || v_number, p_staff, now());
        INSERT INTO public.ledger (business_day, account, contra, cents, memo, ref, exported)
        VALUES (p_day, '1360', '1000', v_drawer - v_float, 'Abschöpfung', 'Z' || v_number, 0);
    END IF;

    UPDATE public.shifts SET closed_at = now(), expected_cents = v_drawer
     WHERE till_no = p_till AND closed_at IS NULL;
    UPDATE public.tills SET drawer_open = 0, last_z = v_number WHERE till_no = p_till;
    UPDATE public.staff SET failed_pins = 0 WHERE id = p_staff;
END;
$$;


--
-- Name: receive_order(bigint, bigint, date); Type: PROCEDURE; Schema: public; Owner: kasse
--

CREATE PROCEDURE public.receive_order(IN p_order bigint, IN p_staff bigint, IN p_day date)
    LANGUAGE plpgsql
    AS $$
DECLARE
    o record;
    l record;
    v_total bigint := 0;
BEGIN
    SELECT * INTO o FROM public.supplier_orders WHERE id = p_order AND state = 'sent' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'order % is not on its way', p_order;
    END IF;
    FOR l IN SELECT * FROM public.supplier_order_lines WHERE order_id = p_order LOOP
        INSERT INTO public.stock_moves (sku, store, qty, reason, ref, at)
        VALUES (l.sku, o.store, l.qty - l.received_qty, 'delivery', 'O' || p_order, now());
        UPDATE public.articles SET cost_cents = l.cost_cents, changed_at = now() WHERE sku = l.sku;
        v_total := v_total + (l.qty - l.received_qty) * l.cost_cents;
    END LOOP;
    UPDATE public.supplier_order_lines SET received_qty = qty WHERE order_id = p_order;
    UPDATE public.supplier_orders SET state = 'received', received_on = p_day, total_cents = v_total
     WHERE id = p_order;
    DELETE FROM public.reorder_wishes w
     USING public.supplier_order_lines sl
     WHERE sl.order_id = p_order AND w.sku = sl.sku AND w.store = o.store;
    INSERT INTO public.ledger (business_day, account, contra, cents, memo, ref, exported)
    VALUES (p_day, '3400', '1600', v_total, 'Wareneingang', 'O' || p_order, 0);
END;
$$;


--
-- Name: suggest_orders(text, date); Type: PROCEDURE; Schema: public; Owner: kasse
--

CREATE PROCEDURE public.suggest_orders(IN p_store text, IN p_day date)
    LANGUAGE plpgsql
    AS $$
DECLARE
    s record;
    v_order bigint;
BEGIN
    FOR s IN SELECT DISTINCT a.supplier_id
               FROM public.reorder_wishes w JOIN public.articles a ON a.sku = w.sku
              WHERE w.store = p_store AND a.supplier_id IS NOT NULL AND w.order_id IS NULL
    LOOP
        INSERT INTO public.supplier_orders (supplier_id, store, state, ordered_on, expected_on, total_cents)
        SELECT p.id, p_store, 'draft', p_day, p_day + p.lead_days, 0
          FROM public.suppliers p WHERE p.id = s.supplier_id
        RETURNING id INTO v_order;
        INSERT INTO public.supplier_order_lines (order_id, sku, qty, cost_cents, received_qty)
        SELECT v_order, w.sku, w.qty, a.cost_cents, 0
          FROM public.reorder_wishes w JOIN public.articles a ON a.sku = w.sku
         WHERE w.store = p_store AND a.supplier_id = s.supplier_id AND w.order_id IS NULL;
        UPDATE public.reorder_wishes SET order_id = v_order
         WHERE store = p_store AND order_id IS NULL
           AND sku IN (SELECT sku FROM public.articles WHERE supplier_id = s.supplier_id);
    END LOOP;
END;
$$;


--
-- Name: apply_price_list(bigint); Type: PROCEDURE; Schema: public; Owner: kasse
--

CREATE PROCEDURE public.apply_price_list(IN p_list bigint)
    LANGUAGE sql
    AS $$
    UPDATE public.articles a SET price_cents = e.price_cents, changed_at = now()
      FROM public.price_entries e WHERE e.list_id = p_list AND e.sku = a.sku;
    DELETE FROM public.price_entries WHERE list_id = p_list;
    DELETE FROM public.price_lists WHERE id = p_list;
$$;


--
-- Name: expire_points(date); Type: PROCEDURE; Schema: public; Owner: kasse
--

CREATE PROCEDURE public.expire_points(IN p_before date)
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO public.points_moves (card_no, receipt_id, points, reason, at)
    SELECT c.card_no, NULL, -c.points, 'expired', now()
      FROM public.customers c
     WHERE c.points > 0
       AND NOT EXISTS (SELECT 1 FROM public.receipts r
                        WHERE r.card_no = c.card_no AND r.business_day >= p_before);
    UPDATE public.customers SET tier = public.tier_of(points);
END;
$$;


--
-- Name: merge_cards(text, text); Type: PROCEDURE; Schema: public; Owner: kasse
--

CREATE PROCEDURE public.merge_cards(IN p_from text, IN p_into text)
    LANGUAGE plpgsql
    AS $$
DECLARE
    p bigint;
BEGIN
    SELECT points INTO p FROM public.customers WHERE card_no = p_from AND active = 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such card %', p_from;
    END IF;
    UPDATE public.receipts SET card_no = p_into WHERE card_no = p_from;
    INSERT INTO public.points_moves (card_no, receipt_id, points, reason, at)
    VALUES (p_from, NULL, -p, 'merged into ' || p_into, now()),
           (p_into, NULL, p, 'merged from ' || p_from, now());
    UPDATE public.customers SET active = 0 WHERE card_no = p_from;
END;
$$;


--
-- Name: archive_receipts(integer); Type: PROCEDURE; Schema: public; Owner: kasse
--
-- One table per year. Commits on its own, table by table, so never call it inside a transaction.
--

CREATE PROCEDURE public.archive_receipts(IN p_year integer)
    LANGUAGE plpgsql
    AS $body$
DECLARE
    t text;
    v_from date := make_date(p_year, 1, 1);
    v_to date := make_date(p_year, 12, 31);
BEGIN
    FOREACH t IN ARRAY ARRAY['payments', 'receipt_lines'] LOOP
        EXECUTE format('CREATE TABLE IF NOT EXISTS public.%I (LIKE public.%I)',
                       t || '_archive_' || p_year, t);
        EXECUTE format($q$INSERT INTO public.%I SELECT x.* FROM public.%I x
                           JOIN public.receipts r ON r.id = x.receipt_id
                          WHERE r.business_day BETWEEN $1 AND $2 AND r.z_id IS NOT NULL$q$,
                       t || '_archive_' || p_year, t) USING v_from, v_to;
        EXECUTE format($q$DELETE FROM public.%I x USING public.receipts r
                          WHERE r.id = x.receipt_id
                            AND r.business_day BETWEEN $1 AND $2 AND r.z_id IS NOT NULL$q$, t)
          USING v_from, v_to;
        COMMIT;
    END LOOP;
    EXECUTE format('CREATE TABLE IF NOT EXISTS public.%I (LIKE public.receipts)',
                   'receipts_archive_' || p_year);
    EXECUTE 'INSERT INTO public.' || quote_ident('receipts_archive_' || p_year)
         || ' SELECT * FROM public.receipts WHERE business_day BETWEEN $1 AND $2 AND z_id IS NOT NULL'
      USING v_from, v_to;
    DELETE FROM public.receipts
     WHERE business_day BETWEEN v_from AND v_to AND z_id IS NOT NULL;
    COMMIT;
END;
$body$;


--
-- Name: count_rows(text); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.count_rows(p_table text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    n bigint;
BEGIN
    EXECUTE 'SELECT count(*) FROM ' || quote_ident(p_table) INTO n;
    RETURN n;
END;
$$;


--
-- Name: receipts_paid_stock(); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.receipts_paid_stock() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state = 'paid' AND OLD.state <> 'paid' THEN
        INSERT INTO public.stock_moves (sku, store, qty, reason, ref, at)
        SELECT l.sku, t.store, -l.qty, CASE NEW.kind WHEN 'S' THEN 'sale' ELSE 'return' END,
               'B' || NEW.id, now()
          FROM public.receipt_lines l
          JOIN public.tills t ON t.till_no = NEW.till_no
          JOIN public.articles a ON a.sku = l.sku AND a.stocked = 1
         WHERE l.receipt_id = NEW.id AND l.voided = 0;
    END IF;
    RETURN NEW;
END;
$$;


--
-- Name: receipts_paid_points(); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.receipts_paid_points() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.state = 'paid' AND OLD.state <> 'paid' AND NEW.card_no IS NOT NULL THEN
        INSERT INTO public.points_moves (card_no, receipt_id, points, reason, at)
        VALUES (NEW.card_no, NEW.id, NEW.total_cents / 100,
                CASE NEW.kind WHEN 'S' THEN 'sale' ELSE 'return' END, now());
    END IF;
    RETURN NEW;
END;
$$;


--
-- Name: stock_moves_level(); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.stock_moves_level() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO public.stock_levels (sku, store, on_hand, reorder_point, reorder_qty)
    VALUES (NEW.sku, NEW.store, NEW.qty, 0, 0)
    ON CONFLICT (sku, store) DO UPDATE SET on_hand = public.stock_levels.on_hand + NEW.qty;
    RETURN NULL;
END;
$$;


--
-- Name: stock_levels_wish(); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.stock_levels_wish() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO public.reorder_wishes (sku, store, qty, since)
    VALUES (NEW.sku, NEW.store, NEW.reorder_qty, now())
    ON CONFLICT (sku, store) DO NOTHING;
    RETURN NULL;
END;
$$;


--
-- Name: points_moves_balance(); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.points_moves_balance() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE public.customers
       SET points = points + NEW.points, tier = public.tier_of(points + NEW.points)
     WHERE card_no = NEW.card_no;
    RETURN NULL;
END;
$$;


--
-- Name: payments_cash(); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.payments_cash() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.method = 'cash' THEN
        INSERT INTO public.cash_moves (till_no, shift_id, kind, cents, reason, staff_id, at)
        SELECT r.till_no, s.id, 'receipt', NEW.cents, 'B' || r.id, r.staff_id, NEW.at
          FROM public.receipts r
          LEFT JOIN public.shifts s ON s.till_no = r.till_no AND s.closed_at IS NULL
         WHERE r.id = NEW.receipt_id;
        UPDATE public.tills SET drawer_open = 1
         WHERE till_no = (SELECT till_no FROM public.receipts WHERE id = NEW.receipt_id);
    END IF;
    RETURN NULL;
END;
$$;


--
-- Name: articles_price_history(); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.articles_price_history() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO public.price_history (sku, old_cents, new_cents, at)
    VALUES (NEW.sku, OLD.price_cents, NEW.price_cents, now());
    RETURN NEW;
END;
$$;


--
-- Name: keep_audit(); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.keep_audit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO public.audit_log (at, table_name, what, who)
    VALUES (now(), TG_TABLE_NAME, TG_OP, current_user);
    RETURN NULL;
END;
$$;


--
-- Name: z_reports_locked(); Type: FUNCTION; Schema: public; Owner: kasse
--

CREATE FUNCTION public.z_reports_locked() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'a Z report is never changed'; END $$;


--
-- Tables
--

CREATE TABLE public.stores (
    store text NOT NULL,
    name text NOT NULL,
    street text NOT NULL,
    vat_id text NOT NULL
);

CREATE TABLE public.tills (
    till_no bigint NOT NULL,
    store text NOT NULL,
    name text NOT NULL,
    float_cents bigint DEFAULT 15000 NOT NULL,
    drawer_open smallint DEFAULT 0 NOT NULL,
    last_z bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.staff (
    id bigint NOT NULL,
    name text NOT NULL,
    pin text NOT NULL,
    role text NOT NULL,
    active smallint DEFAULT 1 NOT NULL,
    failed_pins bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.permissions (
    role text NOT NULL,
    action text NOT NULL
);

CREATE TABLE public.settings (
    key text NOT NULL,
    value text NOT NULL
);

CREATE TABLE public.counters (
    name text NOT NULL,
    value bigint NOT NULL
);

CREATE TABLE public.article_groups (
    group_code text NOT NULL,
    name text NOT NULL,
    age_limit bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.articles (
    sku text NOT NULL,
    name text NOT NULL,
    name_ko text,
    group_code text NOT NULL,
    vat_code text DEFAULT 'B'::text NOT NULL,
    price_cents bigint NOT NULL,
    cost_cents bigint DEFAULT 0 NOT NULL,
    deposit_cents bigint DEFAULT 0 NOT NULL,
    supplier_id bigint,
    stocked smallint DEFAULT 1 NOT NULL,
    active smallint DEFAULT 1 NOT NULL,
    changed_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT articles_vat CHECK ((vat_code = ANY (ARRAY['A'::text, 'B'::text, 'C'::text])))
);

CREATE TABLE public.barcodes (
    barcode text NOT NULL,
    sku text NOT NULL
);

CREATE TABLE public.price_lists (
    id bigint NOT NULL,
    name text NOT NULL,
    store text DEFAULT '*'::text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL
);

CREATE TABLE public.price_entries (
    list_id bigint NOT NULL,
    sku text NOT NULL,
    price_cents bigint NOT NULL
);

-- written by the trigger articles_price and by nothing else
CREATE TABLE public.price_history (
    id bigint NOT NULL,
    sku text NOT NULL,
    old_cents bigint NOT NULL,
    new_cents bigint NOT NULL,
    at timestamp without time zone NOT NULL
);

CREATE TABLE public.promotions (
    id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    sku text,
    group_code text,
    buy_qty bigint DEFAULT 0 NOT NULL,
    pay_qty bigint DEFAULT 0 NOT NULL,
    percent bigint DEFAULT 0 NOT NULL,
    cents_off bigint DEFAULT 0 NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    used bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.receipts (
    id bigint NOT NULL,
    till_no bigint NOT NULL,
    number bigint NOT NULL,
    kind text DEFAULT 'S'::text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    staff_id bigint NOT NULL,
    business_day date NOT NULL,
    card_no text,
    total_cents bigint DEFAULT 0 NOT NULL,
    discount_cents bigint DEFAULT 0 NOT NULL,
    original_id bigint,
    z_id bigint,
    created_at timestamp without time zone NOT NULL,
    paid_at timestamp without time zone
);

CREATE TABLE public.receipt_lines (
    id bigint NOT NULL,
    receipt_id bigint NOT NULL,
    pos bigint NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    qty bigint NOT NULL,
    unit_cents bigint NOT NULL,
    discount_cents bigint DEFAULT 0 NOT NULL,
    total_cents bigint NOT NULL,
    vat_code text NOT NULL,
    promo_id bigint,
    voided smallint DEFAULT 0 NOT NULL,
    returned_qty bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.payments (
    id bigint NOT NULL,
    receipt_id bigint NOT NULL,
    method text NOT NULL,
    cents bigint NOT NULL,
    given_cents bigint DEFAULT 0 NOT NULL,
    change_cents bigint DEFAULT 0 NOT NULL,
    at timestamp without time zone NOT NULL
);

CREATE TABLE public.vouchers (
    code text NOT NULL,
    cents bigint NOT NULL,
    left_cents bigint NOT NULL,
    sold_receipt bigint
);

CREATE TABLE public.shifts (
    id bigint NOT NULL,
    till_no bigint NOT NULL,
    staff_id bigint NOT NULL,
    opened_at timestamp without time zone NOT NULL,
    closed_at timestamp without time zone,
    float_cents bigint NOT NULL,
    counted_cents bigint,
    expected_cents bigint
);

CREATE TABLE public.cash_moves (
    id bigint NOT NULL,
    till_no bigint NOT NULL,
    shift_id bigint,
    kind text NOT NULL,
    cents bigint NOT NULL,
    reason text,
    staff_id bigint,
    at timestamp without time zone NOT NULL
);

CREATE TABLE public.z_reports (
    id bigint NOT NULL,
    till_no bigint NOT NULL,
    business_day date NOT NULL,
    number bigint NOT NULL,
    gross_cents bigint NOT NULL,
    returns_cents bigint NOT NULL,
    vat_a_cents bigint NOT NULL,
    vat_b_cents bigint NOT NULL,
    cash_cents bigint NOT NULL,
    card_cents bigint NOT NULL,
    voucher_cents bigint NOT NULL,
    receipts_count bigint NOT NULL,
    staff_id bigint NOT NULL,
    made_at timestamp without time zone NOT NULL
);

CREATE TABLE public.z_lines (
    z_id bigint NOT NULL,
    label text NOT NULL,
    cents bigint NOT NULL
);

CREATE TABLE public.stock_levels (
    sku text NOT NULL,
    store text NOT NULL,
    on_hand bigint DEFAULT 0 NOT NULL,
    reorder_point bigint DEFAULT 0 NOT NULL,
    reorder_qty bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.stock_moves (
    id bigint NOT NULL,
    sku text NOT NULL,
    store text NOT NULL,
    qty bigint NOT NULL,
    reason text NOT NULL,
    ref text,
    at timestamp without time zone NOT NULL
);

CREATE TABLE public.customers (
    card_no text NOT NULL,
    name text NOT NULL,
    email text,
    points bigint DEFAULT 0 NOT NULL,
    tier text DEFAULT 'plain'::text NOT NULL,
    active smallint DEFAULT 1 NOT NULL,
    joined date NOT NULL
);

CREATE TABLE public.points_moves (
    id bigint NOT NULL,
    card_no text NOT NULL,
    receipt_id bigint,
    points bigint NOT NULL,
    reason text NOT NULL,
    at timestamp without time zone NOT NULL
);

CREATE TABLE public.suppliers (
    id bigint NOT NULL,
    name text NOT NULL,
    iban text,
    lead_days integer DEFAULT 3 NOT NULL
);

CREATE TABLE public.supplier_orders (
    id bigint NOT NULL,
    supplier_id bigint NOT NULL,
    store text NOT NULL,
    state text NOT NULL,
    ordered_on date NOT NULL,
    expected_on date NOT NULL,
    received_on date,
    total_cents bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.supplier_order_lines (
    order_id bigint NOT NULL,
    sku text NOT NULL,
    qty bigint NOT NULL,
    cost_cents bigint NOT NULL,
    received_qty bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.reorder_wishes (
    sku text NOT NULL,
    store text NOT NULL,
    qty bigint NOT NULL,
    order_id bigint,
    since timestamp without time zone NOT NULL
);

CREATE TABLE public.ledger (
    id bigint NOT NULL,
    business_day date NOT NULL,
    account text NOT NULL,
    contra text NOT NULL,
    cents bigint NOT NULL,
    memo text NOT NULL,
    ref text,
    exported smallint DEFAULT 0 NOT NULL
);

CREATE TABLE public.exports (
    id bigint NOT NULL,
    kind text NOT NULL,
    file text NOT NULL,
    line_count bigint NOT NULL,
    made_at timestamp without time zone NOT NULL
);

CREATE TABLE public.audit_log (
    id bigint NOT NULL,
    at timestamp without time zone NOT NULL,
    table_name text NOT NULL,
    what text NOT NULL,
    who text
);

CREATE TABLE public.nightly_runs (
    job text NOT NULL,
    day date NOT NULL,
    result text NOT NULL,
    finished_at timestamp without time zone NOT NULL
);

CREATE TABLE public.import_batches (
    id bigint NOT NULL,
    file text NOT NULL,
    good bigint NOT NULL,
    bad bigint NOT NULL,
    at timestamp without time zone NOT NULL
);

CREATE TABLE public.import_errors (
    batch_id bigint NOT NULL,
    line_no bigint NOT NULL,
    message text NOT NULL
);

-- orders that came by fax; the machine was sold in 2017
CREATE TABLE public.fax_orders (
    id bigint NOT NULL,
    supplier_id bigint,
    page bytea,
    arrived timestamp without time zone
);

--
-- Identities
--

ALTER TABLE public.receipts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.receipts_id_seq);
ALTER TABLE public.receipt_lines ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.receipt_lines_id_seq);
ALTER TABLE public.payments ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.payments_id_seq);
ALTER TABLE public.shifts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.shifts_id_seq);
ALTER TABLE public.cash_moves ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.cash_moves_id_seq);
ALTER TABLE public.z_reports ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.z_reports_id_seq);
ALTER TABLE public.stock_moves ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.stock_moves_id_seq);
ALTER TABLE public.points_moves ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.points_moves_id_seq);
ALTER TABLE public.price_lists ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.price_lists_id_seq);
ALTER TABLE public.price_history ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.price_history_id_seq);
ALTER TABLE public.promotions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.promotions_id_seq);
ALTER TABLE public.staff ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.staff_id_seq);
ALTER TABLE public.suppliers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.suppliers_id_seq);
ALTER TABLE public.supplier_orders ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.supplier_orders_id_seq);
ALTER TABLE public.ledger ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.ledger_id_seq);
ALTER TABLE public.exports ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.exports_id_seq);
ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.audit_log_id_seq);
ALTER TABLE public.import_batches ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME public.import_batches_id_seq);

--
-- Views
--

CREATE VIEW public.v_day_sales AS
 SELECT r.business_day, t.store, r.till_no,
        count(*) AS receipts,
        sum(r.total_cents) AS gross_cents,
        sum(r.discount_cents) AS discount_cents
   FROM (public.receipts r JOIN public.tills t ON ((t.till_no = r.till_no)))
  WHERE (r.state = 'paid'::text)
  GROUP BY r.business_day, t.store, r.till_no;

CREATE VIEW public.v_stock_value AS
 SELECT s.store, a.group_code, sum((s.on_hand * a.cost_cents)) AS cost_cents,
        sum((s.on_hand * a.price_cents)) AS sales_cents
   FROM (public.stock_levels s JOIN public.articles a ON ((a.sku = s.sku)))
  GROUP BY s.store, a.group_code;

CREATE VIEW public.v_customer_turnover AS
 SELECT c.card_no, c.name, c.tier, c.points,
        COALESCE(sum(r.total_cents), (0)::numeric) AS turnover_cents
   FROM (public.customers c LEFT JOIN public.receipts r
         ON (((r.card_no = c.card_no) AND (r.state = 'paid'::text))))
  GROUP BY c.card_no, c.name, c.tier, c.points;

CREATE VIEW public.v_open_orders AS
 SELECT o.id, o.store, o.state, o.expected_on, p.name AS supplier,
        sum((l.qty * l.cost_cents)) AS cents
   FROM ((public.supplier_orders o JOIN public.suppliers p ON ((p.id = o.supplier_id)))
     JOIN public.supplier_order_lines l ON ((l.order_id = o.id)))
  WHERE (o.state <> 'received'::text)
  GROUP BY o.id, o.store, o.state, o.expected_on, p.name;

--
-- Data that is part of the program
--

COPY public.permissions (role, action) FROM stdin;
cashier	sell
cashier	drawer
lead	sell
lead	drawer
lead	discount
lead	override
lead	return
lead	close
lead	stock
boss	sell
boss	drawer
boss	discount
boss	override
boss	return
boss	close
boss	stock
boss	prices
boss	orders
boss	books
boss	staff
\.

COPY public.settings (key, value) FROM stdin;
max_cash_cents	1000000
footer	Vielen Dank! 감사합니다!
points_worth	1
\.

--
-- Keys
--

ALTER TABLE ONLY public.stores ADD CONSTRAINT stores_pkey PRIMARY KEY (store);
ALTER TABLE ONLY public.tills ADD CONSTRAINT tills_pkey PRIMARY KEY (till_no);
ALTER TABLE ONLY public.staff ADD CONSTRAINT staff_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.permissions ADD CONSTRAINT permissions_pkey PRIMARY KEY (role, action);
ALTER TABLE ONLY public.settings ADD CONSTRAINT settings_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.counters ADD CONSTRAINT counters_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.article_groups ADD CONSTRAINT article_groups_pkey PRIMARY KEY (group_code);
ALTER TABLE ONLY public.articles ADD CONSTRAINT articles_pkey PRIMARY KEY (sku);
ALTER TABLE ONLY public.barcodes ADD CONSTRAINT barcodes_pkey PRIMARY KEY (barcode);
ALTER TABLE ONLY public.price_lists ADD CONSTRAINT price_lists_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.price_entries ADD CONSTRAINT price_entries_pkey PRIMARY KEY (list_id, sku);
ALTER TABLE ONLY public.price_history ADD CONSTRAINT price_history_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.promotions ADD CONSTRAINT promotions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.receipts ADD CONSTRAINT receipts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.receipt_lines ADD CONSTRAINT receipt_lines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payments ADD CONSTRAINT payments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vouchers ADD CONSTRAINT vouchers_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.shifts ADD CONSTRAINT shifts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cash_moves ADD CONSTRAINT cash_moves_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.z_reports ADD CONSTRAINT z_reports_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stock_levels ADD CONSTRAINT stock_levels_pkey PRIMARY KEY (sku, store);
ALTER TABLE ONLY public.stock_moves ADD CONSTRAINT stock_moves_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.customers ADD CONSTRAINT customers_pkey PRIMARY KEY (card_no);
ALTER TABLE ONLY public.points_moves ADD CONSTRAINT points_moves_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.suppliers ADD CONSTRAINT suppliers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplier_orders ADD CONSTRAINT supplier_orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplier_order_lines ADD CONSTRAINT supplier_order_lines_pkey PRIMARY KEY (order_id, sku);
ALTER TABLE ONLY public.reorder_wishes ADD CONSTRAINT reorder_wishes_pkey PRIMARY KEY (sku, store);
ALTER TABLE ONLY public.ledger ADD CONSTRAINT ledger_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.exports ADD CONSTRAINT exports_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_log ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.import_batches ADD CONSTRAINT import_batches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.nightly_runs ADD CONSTRAINT nightly_runs_pkey PRIMARY KEY (job, day);

CREATE INDEX receipts_by_day ON public.receipts USING btree (business_day, till_no);
CREATE INDEX receipt_lines_by_receipt ON public.receipt_lines USING btree (receipt_id);
CREATE UNIQUE INDEX z_once ON public.z_reports USING btree (till_no, number);

--
-- Triggers
--

CREATE TRIGGER receipts_stock AFTER UPDATE OF state ON public.receipts FOR EACH ROW EXECUTE FUNCTION public.receipts_paid_stock();
CREATE TRIGGER receipts_points AFTER UPDATE OF state ON public.receipts FOR EACH ROW EXECUTE FUNCTION public.receipts_paid_points();
CREATE TRIGGER stock_moves_follow AFTER INSERT ON public.stock_moves FOR EACH ROW EXECUTE FUNCTION public.stock_moves_level();
CREATE TRIGGER stock_levels_low AFTER UPDATE OF on_hand ON public.stock_levels FOR EACH ROW
    WHEN ((new.on_hand < new.reorder_point AND new.on_hand < old.on_hand)) EXECUTE FUNCTION public.stock_levels_wish();
CREATE TRIGGER points_moves_follow AFTER INSERT ON public.points_moves FOR EACH ROW EXECUTE FUNCTION public.points_moves_balance();
CREATE TRIGGER payments_drawer AFTER INSERT ON public.payments FOR EACH ROW EXECUTE FUNCTION public.payments_cash();
CREATE TRIGGER articles_price AFTER UPDATE OF price_cents ON public.articles FOR EACH ROW
    WHEN ((old.price_cents IS DISTINCT FROM new.price_cents)) EXECUTE FUNCTION public.articles_price_history();
CREATE TRIGGER staff_audit AFTER INSERT OR DELETE OR UPDATE ON public.staff FOR EACH ROW EXECUTE FUNCTION public.keep_audit();
CREATE TRIGGER settings_audit AFTER INSERT OR DELETE OR UPDATE ON public.settings FOR EACH ROW EXECUTE FUNCTION public.keep_audit();
CREATE TRIGGER z_reports_lock BEFORE UPDATE OR DELETE ON public.z_reports FOR EACH ROW EXECUTE FUNCTION public.z_reports_locked();

--
-- Foreign keys
--

ALTER TABLE ONLY public.tills ADD CONSTRAINT tills_store_fkey FOREIGN KEY (store) REFERENCES public.stores(store);
ALTER TABLE ONLY public.articles ADD CONSTRAINT articles_group_fkey FOREIGN KEY (group_code) REFERENCES public.article_groups(group_code);
ALTER TABLE ONLY public.articles ADD CONSTRAINT articles_supplier_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(id);
ALTER TABLE ONLY public.barcodes ADD CONSTRAINT barcodes_sku_fkey FOREIGN KEY (sku) REFERENCES public.articles(sku);
ALTER TABLE ONLY public.price_entries ADD CONSTRAINT price_entries_list_fkey FOREIGN KEY (list_id) REFERENCES public.price_lists(id);
ALTER TABLE ONLY public.receipts ADD CONSTRAINT receipts_till_fkey FOREIGN KEY (till_no) REFERENCES public.tills(till_no);
ALTER TABLE ONLY public.receipts ADD CONSTRAINT receipts_staff_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);
ALTER TABLE ONLY public.receipts ADD CONSTRAINT receipts_z_fkey FOREIGN KEY (z_id) REFERENCES public.z_reports(id);
ALTER TABLE ONLY public.receipt_lines ADD CONSTRAINT receipt_lines_receipt_fkey FOREIGN KEY (receipt_id) REFERENCES public.receipts(id);
ALTER TABLE ONLY public.receipt_lines ADD CONSTRAINT receipt_lines_sku_fkey FOREIGN KEY (sku) REFERENCES public.articles(sku);
ALTER TABLE ONLY public.payments ADD CONSTRAINT payments_receipt_fkey FOREIGN KEY (receipt_id) REFERENCES public.receipts(id);
ALTER TABLE ONLY public.stock_levels ADD CONSTRAINT stock_levels_sku_fkey FOREIGN KEY (sku) REFERENCES public.articles(sku);
ALTER TABLE ONLY public.points_moves ADD CONSTRAINT points_moves_card_fkey FOREIGN KEY (card_no) REFERENCES public.customers(card_no);
ALTER TABLE ONLY public.supplier_orders ADD CONSTRAINT supplier_orders_supplier_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(id);
ALTER TABLE ONLY public.supplier_order_lines ADD CONSTRAINT supplier_order_lines_order_fkey FOREIGN KEY (order_id) REFERENCES public.supplier_orders(id);

--
-- PostgreSQL database dump complete
--
