//! People and rooms for a first morning. Names and numbers are invented.

use chrono::{Duration, NaiveDate};
use sqlx::{PgConnection, PgPool};

use crate::patients::{self, NewPatient};
use crate::users::{Role, accounts};
use crate::util::clock;
use crate::{AppError, Result};

/// Name, birth, whether female, phone.
type Person = (&'static str, (i32, u32, u32), bool, &'static str);

const PATIENTS: [Person; 8] = [
    ("김민지", (1991, 2, 14), true, "010-2345-6701"),
    ("이도윤", (1958, 7, 3), false, "010-2345-6702"),
    ("박서아", (2019, 11, 29), true, "010-2345-6703"),
    ("최은호", (1974, 1, 8), false, "010-2345-6704"),
    ("정가람", (2001, 9, 21), true, "010-2345-6705"),
    ("남궁세라", (1983, 5, 5), true, "010-2345-6706"),
    ("윤재필", (1949, 12, 30), false, "02-332-6707"),
    ("한봄", (1996, 4, 1), true, "010-2345-6708"),
];

/// Fills empty tables and returns how many patients there are then.
pub async fn sample(pool: &PgPool) -> Result<i64> {
    let mut tx = pool.begin().await?;
    let users: i64 = sqlx::query_scalar("SELECT count(*) FROM users")
        .fetch_one(&mut *tx)
        .await?;
    if users == 0 {
        staff(&mut tx).await?;
        for (serial, (name, (year, month, day), female, phone)) in (1_u32..).zip(PATIENTS) {
            let birth =
                NaiveDate::from_ymd_opt(year, month, day).ok_or(AppError::NotFound("day"))?;
            let new = NewPatient {
                name: name.into(),
                resident_no: clinic_terms::resident::made_up(birth, female, 10_000 + serial * 137),
                phone: phone.into(),
                email: None,
                address: Some("서울 마포구 연남로".into()),
                insurance_no: Some(format!("7000{serial:07}")),
                guardian_name: None,
                guardian_phone: None,
            };
            patients::repo::insert(&mut tx, &new).await?;
        }
        sqlx::query("INSERT INTO allergies (patient_id, ingredient, severity) SELECT min(id), 'amoxicillin', 'severe' FROM patients")
            .execute(&mut *tx)
            .await?;
    }
    let patients = sqlx::query_scalar("SELECT count(*) FROM patients")
        .fetch_one(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(patients)
}

async fn staff(conn: &mut PgConnection) -> Result<()> {
    accounts::create(conn, "admin", "관리자", "yeonnam", Role::Admin).await?;
    accounts::create(conn, "desk", "오하나", "yeonnam", Role::Desk).await?;
    accounts::create(conn, "lab", "서검사", "yeonnam", Role::Lab).await?;
    accounts::create(conn, "xray", "문영상", "yeonnam", Role::Radiology).await?;
    for (room, floor, kind) in [
        ("1진료실", 2, "consulting"),
        ("2진료실", 2, "consulting"),
        ("촬영실", 1, "xray"),
    ] {
        sqlx::query("INSERT INTO rooms (name, floor, kind) VALUES ($1, $2, $3)")
            .bind(room)
            .bind(floor)
            .bind(kind)
            .execute(&mut *conn)
            .await?;
    }
    let monday = clock::start_of(clock::today());
    for (login, name, license, department, room) in [
        ("jang", "장연우", "84321", "내과", "1진료실"),
        ("bae", "배수정", "91277", "소아청소년과", "2진료실"),
    ] {
        let user = accounts::create(conn, login, name, "yeonnam", Role::Doctor).await?;
        let doctor: i64 = sqlx::query_scalar(
            "INSERT INTO doctors (user_id, license_no, department) VALUES ($1, $2, $3::department) RETURNING id",
        )
        .bind(user)
        .bind(license)
        .bind(department)
        .fetch_one(&mut *conn)
        .await?;
        for day in 0..14 {
            let morning = monday + Duration::days(day) + Duration::hours(9);
            sqlx::query(
                "INSERT INTO shifts (doctor_id, room_id, starts_at, ends_at)
                 SELECT $1, id, $3, $4 FROM rooms WHERE name = $2",
            )
            .bind(doctor)
            .bind(room)
            .bind(morning)
            .bind(morning + Duration::hours(4))
            .execute(&mut *conn)
            .await?;
        }
    }
    Ok(())
}
