//! 본인부담금 of an outpatient in a clinic (의원급).

use clinic_terms::Won;

/// 65세 이상 정액제: up to this total, 1,500 won.
const SENIOR_FLAT: Won = Won(1_500);
const SENIOR_STEPS: [(i64, i64); 3] = [(20_000, 100), (25_000, 200), (i64::MAX, 300)];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shares {
    pub copay: Won,
    pub covered: Won,
}

pub fn shares(age: i32, insured: Won, uninsured: Won) -> Shares {
    let own = match age {
        ..1 => insured.permille(50),
        1..6 => insured.permille(210),
        65.. => senior(insured),
        _ => insured.permille(300),
    };
    let own = own.below_hundred_cut();
    Shares {
        copay: own + uninsured,
        covered: insured - own,
    }
}

fn senior(insured: Won) -> Won {
    if insured == Won::ZERO {
        return Won::ZERO;
    }
    if insured.0 <= 15_000 {
        return SENIOR_FLAT.min(insured);
    }
    SENIOR_STEPS
        .iter()
        .find(|(up_to, _)| insured.0 <= *up_to)
        .map_or(insured, |(_, permille)| insured.permille(*permille))
}

/// For the claim form. The copy in `reports::disease` has another band at the top.
pub fn age_band(age: i32) -> &'static str {
    match age {
        ..6 => "0-5",
        6..15 => "6-14",
        15..65 => "15-64",
        _ => "65+",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_pay_thirty_percent() {
        let shares = shares(40, Won(18_410), Won(20_000));
        assert_eq!(
            shares,
            Shares {
                copay: Won(25_500),
                covered: Won(12_910)
            }
        );
    }

    #[test]
    fn the_old_and_the_young_pay_less() {
        assert_eq!(shares(70, Won(13_160), Won::ZERO).copay, Won(1_500));
        assert_eq!(shares(70, Won(18_410), Won::ZERO).copay, Won(1_800));
        assert_eq!(shares(70, Won(24_000), Won::ZERO).copay, Won(4_800));
        assert_eq!(shares(0, Won(20_000), Won::ZERO).copay, Won(1_000));
        assert_eq!(shares(3, Won(20_000), Won::ZERO).copay, Won(4_200));
    }

    #[test]
    fn nothing_is_lost() {
        for age in [0, 4, 30, 66] {
            for total in [0, 990, 15_000, 15_001, 99_999] {
                let shares = shares(age, Won(total), Won::ZERO);
                assert_eq!(shares.copay + shares.covered, Won(total), "{age} {total}");
            }
        }
        assert_eq!(age_band(65), "65+");
    }
}
