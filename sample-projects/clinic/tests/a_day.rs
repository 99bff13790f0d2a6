//! A morning in the house, through the door that everybody uses.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod support;

use clinic::{jobs, util::clock};
use serde_json::{Value, json};
use support::{Client, Clinic};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

struct Morning {
    clinic: Clinic,
    desk: Client,
    doctor: Client,
    doctor_id: i64,
}

async fn morning(more: impl Fn(&str) -> Option<String>) -> Option<Morning> {
    let clinic = Clinic::open_with(more).await?;
    let (desk, doctor) = (clinic.log_in("desk").await, clinic.log_in("jang").await);
    let doctors = desk.get("/staff/doctors").await.ok();
    let doctor_id = doctors
        .as_array()
        .unwrap()
        .iter()
        .find(|doctor| doctor["name"] == "장연우")
        .unwrap()["id"]
        .as_i64();
    Some(Morning {
        clinic,
        desk,
        doctor,
        doctor_id: doctor_id.unwrap(),
    })
}

impl Morning {
    async fn patient(&self, name: &str) -> i64 {
        let found = self
            .desk
            .get(&format!("/patients?q={}", escaped(name)))
            .await
            .ok();
        found[0]["id"].as_i64().unwrap()
    }

    async fn walk_in(&self, name: &str) -> i64 {
        let new = json!({"patient_id": self.patient(name).await, "doctor_id": self.doctor_id, "complaint": "기침"});
        self.desk.post("/clinical/encounters", new).await.ok()["id"]
            .as_i64()
            .unwrap()
    }

    async fn write_up(&self, encounter: i64, code: &str) {
        let path = format!("/clinical/encounters/{encounter}");
        let record = self
            .doctor
            .post(&format!("{path}/records"), json!("3일 전부터 기침"))
            .await
            .ok();
        self.doctor
            .post(&format!("/clinical/records/{record}/sign"), Value::Null)
            .await
            .ok();
        self.doctor
            .post(
                &format!("{path}/diagnoses"),
                json!({"code": code, "principal": true}),
            )
            .await
            .ok();
    }

    async fn close(&self, encounter: i64) -> Value {
        self.doctor
            .post(
                &format!("/clinical/encounters/{encounter}/close"),
                Value::Null,
            )
            .await
            .ok()
    }
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn from_the_phone_call_to_the_receipt() {
    let Some(morning) = morning(|_| None).await else {
        return;
    };
    let (desk, doctor) = (&morning.desk, &morning.doctor);
    let patient = morning.patient("ㅊㅇㅎ").await;

    let day = clock::today().succ_opt().unwrap();
    let free = desk
        .get(&format!("/appointments/free/{}/{day}", morning.doctor_id))
        .await
        .ok();
    assert_eq!(free.as_array().unwrap().len(), 16);
    let booking = json!({"patient_id": patient, "doctor_id": morning.doctor_id, "starts_at": free[2]["starts_at"], "reason": "기침"});
    let appointment = desk.post("/appointments", booking.clone()).await.ok();
    desk.post("/appointments", booking).await.refused(409);

    let encounter = desk
        .post(
            &format!("/appointments/{}/arrive", appointment["id"]),
            Value::Null,
        )
        .await
        .ok()
        .as_i64()
        .unwrap();
    let waiting = doctor
        .get(&format!("/clinical/waiting/{}", morning.doctor_id))
        .await
        .ok();
    assert_eq!(waiting[0]["id"], encounter);
    doctor
        .post(
            &format!("/clinical/encounters/{encounter}/close"),
            Value::Null,
        )
        .await
        .refused(409);
    morning.write_up(encounter, "J20.9").await;
    let lines = json!([{"drug_code": "642102570", "per_day": 3, "days": 3}]);
    let prescription = doctor
        .post(
            &format!("/clinical/encounters/{encounter}/prescription"),
            lines,
        )
        .await
        .ok();

    let closed = morning.close(encounter).await;
    assert_eq!(closed["prescription"], prescription);
    assert_eq!(closed["conflicts"], json!([]));
    let paper = doctor
        .get(&format!("/clinical/prescriptions/{prescription}/paper"))
        .await;
    assert!(
        paper.text().contains("타이레놀정 500mg  1일 3회"),
        "{}",
        paper.text()
    );

    let invoice = closed["invoice"].as_i64().unwrap();
    let bill = desk.get(&format!("/billing/invoices/{invoice}")).await.ok();
    assert_eq!(
        (
            bill["invoice"]["total"].as_i64(),
            bill["invoice"]["copay"].as_i64()
        ),
        (Some(18_410), Some(5_500))
    );
    let person = desk.get(&format!("/patients/{patient}")).await.ok();
    assert_eq!(person["balance"], 5_500);
    assert_eq!(person["last_visit"], clock::today().to_string());

    let too_much = json!({"invoice_id": invoice, "method": "cash", "amount": 6_000});
    desk.post("/desk/pay", too_much).await.refused(409);
    let card =
        json!({"invoice_id": invoice, "method": "card", "amount": 5_500, "reference": "A-1"});
    desk.post("/desk/pay", card).await.ok();
    assert_eq!(
        desk.get(&format!("/patients/{patient}")).await.ok()["balance"],
        0
    );
    let book = desk.get(&format!("/appointments?day={day}")).await.ok();
    assert_eq!(book[0]["status"], "done");

    let timeline = desk
        .get(&format!("/patients/{patient}/timeline"))
        .await
        .ok();
    let mut kinds: Vec<&str> = timeline
        .as_array()
        .unwrap()
        .iter()
        .map(|moment| moment["kind"].as_str().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        ["appointment", "encounter", "invoice", "prescription"]
    );
}

#[tokio::test]
async fn an_allergy_keeps_the_prescription_a_draft_and_closes_the_encounter() {
    let Some(morning) = morning(|_| None).await else {
        return;
    };
    let encounter = morning.walk_in("김민지").await;
    morning.write_up(encounter, "J02").await;
    let lines = json!([{"drug_code": "643501940", "per_day": 3, "days": 5}]);
    let path = format!("/clinical/encounters/{encounter}/prescription");
    let draft = morning.doctor.post(&path, lines).await.ok();
    let other = morning.walk_in("한봄").await;
    let harmless = json!([{"drug_code": "661900030", "per_day": 1, "days": 7}]);
    let others = format!("/clinical/encounters/{other}/prescription");
    morning.doctor.post(&others, harmless).await.ok();
    // Written anew, and still the one draft of this encounter.
    let first = draft;
    let lines = json!([{"drug_code": "643501940", "per_day": 3, "days": 3}]);
    let draft = morning.doctor.post(&path, lines).await.ok();
    morning
        .doctor
        .get(&format!("/clinical/prescriptions/{first}"))
        .await
        .refused(404);
    let closed = morning.close(encounter).await;
    assert_eq!(closed["prescription"], Value::Null);
    assert_eq!(closed["conflicts"][0]["drug"], "amoxicillin");
    let prescription = morning
        .doctor
        .get(&format!("/clinical/prescriptions/{draft}"))
        .await
        .ok();
    assert_eq!(prescription["status"], "draft");
}

#[tokio::test]
async fn the_laboratory_and_its_machine() {
    let Some(morning) = morning(|_| None).await else {
        return;
    };
    let lab = morning.clinic.log_in("lab").await;
    let encounter = morning.walk_in("한봄").await;
    let orders = morning
        .doctor
        .post(&format!("/lab/encounters/{encounter}"), json!([]))
        .await;
    assert_eq!(
        orders.status, 404,
        "the laboratory is behind the clinical door"
    );
    let orders = morning
        .doctor
        .post(
            &format!("/clinical/lab/encounters/{encounter}"),
            json!(["K", "GLU", "TSH"]),
        )
        .await
        .ok();
    let orders: Vec<i64> = orders
        .as_array()
        .unwrap()
        .iter()
        .map(|order| order.as_i64().unwrap())
        .collect();
    for order in &orders[..2] {
        lab.post(&format!("/clinical/lab/orders/{order}/draw"), Value::Null)
            .await
            .ok();
    }
    let measured = clinic::lab::analyzer::Measured {
        order: orders[0],
        value: 7.1,
    };
    let run = format!(
        "{}\nR|{}|90|00\n",
        clinic::lab::analyzer::line(&measured),
        orders[1]
    );
    let taken = lab
        .send(
            "POST",
            "/clinical/lab/analyzer",
            "text/plain",
            run.as_bytes(),
        )
        .await
        .ok();
    assert_eq!(taken["entered"], 1);
    assert_eq!(taken["refused"].as_array().unwrap().len(), 1);
    assert_eq!(
        lab.put(
            &format!("/clinical/lab/orders/{}/result", orders[1]),
            json!(95.0)
        )
        .await
        .ok(),
        "normal"
    );
    lab.put(
        &format!("/clinical/lab/orders/{}/result", orders[2]),
        json!(1.0),
    )
    .await
    .refused(409);

    let urgent: Vec<String> =
        sqlx::query_scalar("SELECT body FROM outbox WHERE recipient = 'jang'")
            .fetch_all(&morning.clinic.state.pool)
            .await
            .unwrap();
    assert_eq!(urgent, ["[위급] 칼륨 7.1"]);
    morning.write_up(encounter, "E87.5").await;
    let closed = morning.close(encounter).await;
    let bill = morning
        .desk
        .get(&format!("/billing/invoices/{}", closed["invoice"]))
        .await
        .ok();
    let codes: Vec<&str> = bill["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["AA154", "B0001", "GLU", "K"]);
}

#[tokio::test]
async fn a_picture_becomes_a_thumbnail() {
    let Some(morning) = morning(|_| None).await else {
        return;
    };
    let xray = morning.clinic.log_in("xray").await;
    let encounter = morning.walk_in("정가람").await;
    let request = json!({"encounter_id": encounter, "modality": "CR", "body_part": "CHEST"});
    let study = morning
        .doctor
        .post("/clinical/imaging/studies", request)
        .await
        .ok()["id"]
        .clone();
    let patient = morning.patient("정가람").await;
    let chart = morning.desk.get(&format!("/patients/{patient}")).await.ok()["chart_no"]
        .as_str()
        .unwrap()
        .to_owned();

    let path = format!("/clinical/imaging/studies/{study}/image");
    let wrong = clinic_imaging::phantom::chest_file("999999", 40, 50);
    xray.send("POST", &path, "application/dicom", &wrong)
        .await
        .refused(409);
    let file = clinic_imaging::phantom::chest_file(&chart, 400, 500);
    let image = xray
        .send("POST", &path, "application/dicom", &file)
        .await
        .ok();
    xray.get(&format!("/clinical/imaging/images/{image}/thumbnail"))
        .await
        .refused(404);
    assert!(jobs::handlers::drain(&morning.clinic.state).await.unwrap() >= 1);
    let preview = xray
        .get(&format!("/clinical/imaging/images/{image}/preview"))
        .await;
    assert!(preview.body.starts_with(b"P5\n128 160\n255\n"));

    xray.post(
        &format!("/clinical/imaging/studies/{study}/finding"),
        json!("이상 소견 없음"),
    )
    .await
    .ok();
    let records = morning
        .doctor
        .get(&format!("/clinical/encounters/{encounter}/records"))
        .await
        .ok();
    assert_eq!(records[0]["body"], "[판독] 이상 소견 없음");
}

#[tokio::test]
async fn a_paper_that_is_a_picture_stays() {
    let Some(morning) = morning(|_| None).await else {
        return;
    };
    let patient = morning.patient("한봄").await;
    let scan = |title: &str| format!("/documents/of/{patient}?title={}", escaped(title));
    let first = morning
        .desk
        .send("POST", &scan("동의서"), "image/png", b"film")
        .await
        .ok();
    let second = morning
        .desk
        .send("POST", &scan("동의서 사본"), "image/png", b"film")
        .await
        .ok();
    morning
        .desk
        .delete(&format!("/documents/{first}"))
        .await
        .ok();
    assert_eq!(
        morning.desk.get(&format!("/documents/{second}")).await.body,
        b"film"
    );
    morning
        .desk
        .delete(&format!("/documents/{second}"))
        .await
        .ok();
    let waiting: i64 =
        sqlx::query_scalar("SELECT count(*) FROM stored_files WHERE deleted_at IS NOT NULL")
            .fetch_one(&morning.clinic.state.pool)
            .await
            .unwrap();
    assert_eq!(waiting, 1);
}

#[tokio::test]
async fn a_certificate_is_charged() {
    let Some(morning) = morning(|_| None).await else {
        return;
    };
    let encounter = morning.walk_in("최은호").await;
    morning.write_up(encounter, "M54.5").await;
    let order = json!({"encounter_id": encounter, "kind": "진단서", "purpose": "회사 제출"});
    morning
        .desk
        .post("/documents/certificates", order.clone())
        .await
        .refused(409);
    morning.close(encounter).await;
    let document = morning
        .desk
        .post("/documents/certificates", order)
        .await
        .ok();
    assert!(
        morning
            .desk
            .get(&format!("/documents/{document}"))
            .await
            .body
            .starts_with(b"%PDF-1.4")
    );
    let patient = morning.patient("최은호").await;
    let bills = morning
        .desk
        .get(&format!("/billing/patients/{patient}/invoices"))
        .await
        .ok();
    assert_eq!(bills[0]["copay"], 20_000);
    assert_eq!(
        morning.desk.get(&format!("/patients/{patient}")).await.ok()["balance"],
        25_500
    );
}

#[tokio::test]
async fn the_insurer_cuts_a_claim() {
    let line = support::insurer("C^R-77^9000^산정기준 초과").await;
    let Some(morning) = morning(move |name| (name == "INSURER_ADDR").then(|| line.clone())).await
    else {
        return;
    };
    let encounter = morning.walk_in("이도윤").await;
    morning.write_up(encounter, "I10").await;
    let closed = morning.close(encounter).await;
    let run = morning
        .desk
        .post("/billing/claims/run", Value::Null)
        .await
        .ok();
    assert_eq!(
        (
            run["claims"].as_i64(),
            run["sent"].as_i64(),
            run["failed"].as_i64()
        ),
        (Some(1), Some(1), Some(0))
    );
    let cut = morning.desk.get("/billing/claims?status=cut").await.ok();
    assert_eq!(
        (cut[0]["id"].clone(), cut[0]["granted"].as_i64()),
        (closed["claim"].clone(), Some(9_000))
    );
    morning
        .desk
        .post(
            &format!("/payments/refunds/{}", closed["invoice"]),
            json!("실수"),
        )
        .await
        .refused(409);
    let year = clock::today().format("%Y").to_string();
    let revenue = morning
        .doctor
        .get(&format!("/reports/revenue/{year}"))
        .await;
    assert!(revenue.text().contains("9,000원"), "{}", revenue.text());
    morning
        .desk
        .post(
            &format!("/billing/claims/{}/again", closed["claim"]),
            Value::Null,
        )
        .await
        .ok();
}

#[tokio::test]
async fn a_bill_is_given_back() {
    let Some(morning) = morning(|_| None).await else {
        return;
    };
    let encounter = morning.walk_in("한봄").await;
    morning.write_up(encounter, "J00").await;
    let closed = morning.close(encounter).await;
    let payment = json!({"invoice_id": closed["invoice"], "method": "cash", "amount": 2_000});
    morning.desk.post("/payments", payment).await.ok();
    let back = morning
        .desk
        .post(
            &format!("/payments/refunds/{}", closed["invoice"]),
            json!("잘못 청구"),
        )
        .await
        .ok();
    assert_eq!(back, 2_000);
    let patient = morning.patient("한봄").await;
    assert_eq!(
        morning.desk.get(&format!("/patients/{patient}")).await.ok()["balance"],
        0
    );
    assert_eq!(morning.desk.get("/billing/claims").await.ok(), json!([]));
}

#[tokio::test]
async fn reports_and_lists() {
    let Some(morning) = morning(|_| None).await else {
        return;
    };
    let encounter = morning.walk_in("박서아").await;
    morning.write_up(encounter, "B05").await;
    morning.close(encounter).await;
    let daily = morning
        .doctor
        .get(&format!("/reports/daily/{}", clock::today()))
        .await;
    assert!(
        daily.text().contains("진료             1건"),
        "{}",
        daily.text()
    );
    let diseases = morning.doctor.get("/reports/diseases").await;
    assert!(diseases.text().contains("감염,"), "{}", diseases.text());
    let load = morning.doctor.get("/reports/workload").await.ok();
    assert_eq!(load[0]["encounters"], 1);
    for list in ["unpaid", "no-shows", "cut-claims", "drugs", "panic-values"] {
        morning
            .doctor
            .get(&format!("/reports/lists/{list}"))
            .await
            .ok();
    }
    for list in ["drugs", "lab-tests", "rooms", "tariff"] {
        assert_ne!(
            morning.desk.get(&format!("/lookups/{list}")).await.ok(),
            json!([])
        );
    }
    // Measles: the health office gets a letter.
    jobs::handlers::drain(&morning.clinic.state).await.unwrap();
    let outbox = morning.desk.get("/outbox").await.ok();
    assert!(outbox.to_string().contains("법정감염병"), "{outbox}");
    assert!(
        morning
            .desk
            .post("/outbox/deliver", Value::Null)
            .await
            .ok()
            .as_i64()
            .unwrap()
            >= 1
    );
}

#[tokio::test]
async fn doors_are_locked() {
    let Some(clinic) = Clinic::open().await else {
        return;
    };
    let stranger = Client {
        port: clinic.port,
        token: None,
    };
    stranger.get("/health").await.ok();
    stranger.get("/patients").await.refused(401);
    let (lab, admin) = (clinic.log_in("lab").await, clinic.log_in("admin").await);
    lab.get("/billing/tariff").await.refused(403);
    lab.get("/admin/audit").await.refused(403);
    let user = lab.get("/admin/me").await.ok();
    admin
        .delete(&format!("/admin/users/{}", user["id"]))
        .await
        .ok();
    lab.get("/admin/me").await.refused(401);
    let trace = admin.get("/admin/audit?entity=users").await.ok();
    assert!(
        trace
            .as_array()
            .unwrap()
            .iter()
            .any(|entry| entry["action"] == "deactivate")
    );
}

#[tokio::test]
async fn the_monitor_hears_of_arrivals() {
    let Some(morning) = morning(|_| None).await else {
        return;
    };
    let mut board = TcpStream::connect(("127.0.0.1", morning.clinic.port))
        .await
        .unwrap();
    let request = "GET /board/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    board.write_all(request.as_bytes()).await.unwrap();
    let mut heard = String::new();
    let mut part = [0; 2048];
    // The head comes first; then somebody listens.
    let count = board.read(&mut part).await.unwrap();
    heard.push_str(&String::from_utf8_lossy(&part[..count]));
    assert!(heard.contains("text/event-stream"), "{heard}");
    let encounter = morning.walk_in("남궁세라").await;
    morning
        .doctor
        .post(
            &format!("/clinical/encounters/{encounter}/call"),
            Value::Null,
        )
        .await
        .ok();
    while !heard.contains("남**라") {
        let count = board.read(&mut part).await.unwrap();
        assert!(count > 0, "{heard}");
        heard.push_str(&String::from_utf8_lossy(&part[..count]));
    }
}
