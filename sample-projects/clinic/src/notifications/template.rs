use chrono::{DateTime, Utc};
use clinic_terms::{Won, hangul};

use crate::util::clock;

pub fn 환영(clinic: &str, name: &str) -> String {
    format!("[{clinic}] {name}님, 등록되었습니다.")
}

pub fn 예약확인(patient: &str, doctor: &str, at: DateTime<Utc>) -> String {
    format!(
        "{patient}님, {} {doctor} 원장 예약이 확정되었습니다.",
        clock::spoken(at)
    )
}

pub fn 예약알림(clinic: &str, patient: &str, at: DateTime<Utc>) -> String {
    format!(
        "[{clinic}] {patient}님, {} 예약을 잊지 마세요.",
        clock::spoken(at)
    )
}

pub fn 수납안내(patient: &str, amount: Won) -> String {
    format!("{patient}님, 오늘 본인부담금은 {amount}입니다.")
}

pub fn 검사결과(patient: &str) -> String {
    format!(
        "{patient}님, {} 나왔습니다. 내원하여 확인하세요.",
        hangul::with_particle("검사 결과", "이", "가")
    )
}

pub fn 영수증(patient: &str, amount: Won, at: DateTime<Utc>) -> String {
    format!(
        "{patient}님\n\n{} {amount} (금 {}원정)을 받았습니다.\n",
        clock::spoken(at),
        amount.in_words()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_are_right() {
        assert_eq!(
            검사결과("한봄"),
            "한봄님, 검사 결과가 나왔습니다. 내원하여 확인하세요."
        );
        assert!(수납안내("이도윤", Won(1_500)).contains("1,500원"));
    }
}
