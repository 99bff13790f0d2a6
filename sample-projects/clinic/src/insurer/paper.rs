use super::{Answer, ClaimDocument, Eligibility, Insurer, Verdict};

/// For a house without a line: says yes, cuts what looks too much.
#[derive(Debug)]
pub struct PaperInsurer;

const DOUBTFUL: i64 = 100_000;

impl Insurer for PaperInsurer {
    fn submit<'a>(&'a self, document: &'a ClaimDocument) -> Answer<'a, Verdict> {
        let receipt = format!("P{:08}", document.claim);
        let verdict = if document.insurance_no.is_empty() {
            Verdict::Rejected {
                reason: "가입자 번호 없음".into(),
            }
        } else if document.claimed > DOUBTFUL {
            Verdict::Cut {
                receipt,
                granted: DOUBTFUL,
                reason: "산정기준 초과".into(),
            }
        } else {
            Verdict::Accepted {
                receipt,
                granted: document.claimed,
            }
        };
        Box::pin(async { Ok(verdict) })
    }

    fn eligibility<'a>(&'a self, _: &'a str) -> Answer<'a, Eligibility> {
        Box::pin(async {
            Ok(Eligibility {
                insured: true,
                kind: "직장가입자".into(),
            })
        })
    }
}
