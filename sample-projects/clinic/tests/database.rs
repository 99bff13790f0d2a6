//! What the database does by itself.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod support;

use clinic::{db, jobs::queue, staff::shifts, users, util::clock};
use support::Clinic;

#[tokio::test]
async fn the_tables_are_those_of_today() {
    let Some(pool) = support::database().await else {
        return;
    };
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables
          WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_%' ORDER BY 1",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(tables.len(), 34, "{tables:?}");
    for gone in [
        "visits",
        "visit_notes",
        "image_files",
        "messages",
        "guardians",
        "insurance_claims",
    ] {
        assert!(!tables.iter().any(|table| table == gone), "{gone}");
    }
    let columns: Vec<String> = sqlx::query_scalar(
        "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'patients' ORDER BY 1",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert!(
        !columns.contains(&"resident_no".to_owned()) && columns.contains(&"merged_into".to_owned())
    );
}

#[tokio::test]
async fn claims_can_be_taken_back() {
    let Some(pool) = support::database().await else {
        return;
    };
    let refused = db::MIGRATOR.undo(&pool, 13).await;
    // The view above them holds on to the claims.
    assert!(refused.is_err());
    sqlx::query("DROP MATERIALIZED VIEW monthly_revenue")
        .execute(&pool)
        .await
        .unwrap();
    let down = include_str!("../migrations/0014_claims.down.sql");
    sqlx::raw_sql(down).execute(&pool).await.unwrap();
    sqlx::query("SELECT diskette FROM insurance_claims")
        .execute(&pool)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_job_is_taken_once() {
    let Some(pool) = support::database().await else {
        return;
    };
    let mut conn = pool.acquire().await.unwrap();
    let first = queue::push_now(&mut conn, "remind", serde_json::json!({"appointment": 1}))
        .await
        .unwrap();
    let later = clock::now() + chrono::Duration::hours(1);
    queue::push(&mut conn, "remind", serde_json::json!({}), later)
        .await
        .unwrap();
    drop(conn);
    let (one, other) = tokio::join!(queue::take(&pool), queue::take(&pool));
    let taken: Vec<i64> = [one.unwrap(), other.unwrap()]
        .into_iter()
        .flatten()
        .map(|job| job.id)
        .collect();
    assert_eq!(taken, [first]);
    let job = queue::Job {
        id: first,
        kind: "remind".into(),
        payload: serde_json::Value::Null,
        tries: 1,
    };
    queue::failed(&pool, &job, "불통").await.unwrap();
    assert!(queue::take(&pool).await.unwrap().is_none());
    queue::done(&pool, first).await.unwrap();
}

#[tokio::test]
async fn a_doctor_who_is_ill_cancels_a_day() {
    let Some(clinic) = Clinic::open().await else {
        return;
    };
    let pool = &clinic.state.pool;
    let (shift, doctor, starts_at): (i64, i64, chrono::DateTime<chrono::Utc>) = sqlx::query_as(
        "SELECT id, doctor_id, starts_at FROM shifts ORDER BY starts_at DESC LIMIT 1",
    )
    .fetch_one(pool)
    .await
    .unwrap();
    let patient: i64 = sqlx::query_scalar("SELECT min(id) FROM patients")
        .fetch_one(pool)
        .await
        .unwrap();
    let booking = clinic::appointments::booking::Booking {
        patient_id: patient,
        doctor_id: doctor,
        starts_at,
        reason: String::new(),
        source: "web".into(),
    };
    let appointment = clinic::appointments::booking::book(pool, 1, &booking)
        .await
        .unwrap();
    let taken = shifts::NewShift {
        doctor_id: doctor,
        room_id: 1,
        starts_at,
        ends_at: starts_at + chrono::Duration::hours(1),
    };
    assert!(shifts::add(pool, 1, &taken).await.is_err());
    assert_eq!(shifts::cancel(pool, 1, shift).await.unwrap(), 1);
    assert!(
        !clinic::appointments::reminders::send(pool, appointment.id)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn the_night_goes_through() {
    let Some(clinic) = Clinic::open().await else {
        return;
    };
    let pool = &clinic.state.pool;
    sqlx::query("INSERT INTO sessions (token, user_id, expires_at) SELECT 'old', min(id), now() - interval '1 day' FROM users")
        .execute(pool)
        .await
        .unwrap();
    clinic::jobs::night(&clinic.state).await.unwrap();
    assert_eq!(users::sessions::sweep(pool).await.unwrap(), 0);
}
