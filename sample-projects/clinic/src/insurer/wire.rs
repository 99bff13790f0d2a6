//! The format of the agency, a line for each thing, fields between carets.

use super::{ClaimDocument, Eligibility, InsurerError, Verdict};

pub fn encode(document: &ClaimDocument) -> String {
    let mut text = format!(
        "H^{}^{}^{}^{}^{}^{}\n",
        document.claim,
        clean(&document.provider),
        clean(&document.insurance_no),
        clean(&document.age_band),
        clean(&document.disease),
        document.claimed,
    );
    for line in &document.lines {
        text.push_str(&format!(
            "L^{}^{}^{}\n",
            clean(&line.code),
            line.quantity,
            line.amount
        ));
    }
    text.push_str(&format!("E^{}\n", document.lines.len()));
    text
}

fn clean(field: &str) -> String {
    field.replace(['^', '\n', '\r'], " ")
}

pub fn verdict(text: &str) -> Result<Verdict, InsurerError> {
    let nonsense = || InsurerError::Nonsense(text.chars().take(60).collect());
    let fields: Vec<&str> = text.trim().split('^').collect();
    let amount = |field: &str| field.parse().map_err(|_| nonsense());
    match fields.as_slice() {
        ["R", receipt] => Ok(Verdict::Received {
            receipt: (*receipt).into(),
        }),
        ["A", receipt, granted] => Ok(Verdict::Accepted {
            receipt: (*receipt).into(),
            granted: amount(granted)?,
        }),
        ["C", receipt, granted, reason] => Ok(Verdict::Cut {
            receipt: (*receipt).into(),
            granted: amount(granted)?,
            reason: (*reason).into(),
        }),
        ["X", reason] => Ok(Verdict::Rejected {
            reason: (*reason).into(),
        }),
        _ => Err(nonsense()),
    }
}

pub fn eligibility(text: &str) -> Result<Eligibility, InsurerError> {
    match text.trim().split_once('^') {
        Some(("Y", kind)) => Ok(Eligibility {
            insured: true,
            kind: kind.into(),
        }),
        Some(("N", kind)) => Ok(Eligibility {
            insured: false,
            kind: kind.into(),
        }),
        _ => Err(InsurerError::Nonsense(text.chars().take(60).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insurer::ClaimLine;

    #[test]
    fn a_claim_on_the_wire() {
        let document = ClaimDocument {
            claim: 7,
            provider: "31200456".into(),
            insurance_no: "7000^1".into(),
            age_band: "15-64".into(),
            disease: "J00".into(),
            claimed: 12_910,
            lines: vec![ClaimLine {
                code: "AA154".into(),
                quantity: 1,
                amount: 18_410,
            }],
        };
        assert_eq!(
            encode(&document),
            "H^7^31200456^7000 1^15-64^J00^12910\nL^AA154^1^18410\nE^1\n"
        );
    }

    #[test]
    fn verdicts() {
        assert_eq!(
            verdict("A^R1^900\n").unwrap(),
            Verdict::Accepted {
                receipt: "R1".into(),
                granted: 900
            }
        );
        assert!(matches!(
            verdict("C^R1^500^산정기준 초과").unwrap(),
            Verdict::Cut { granted: 500, .. }
        ));
        assert!(verdict("A^R1^많이").is_err());
        assert!(verdict("<html>").is_err());
        assert!(eligibility("Y^직장가입자").unwrap().insured);
    }
}
