//! What the letters say.

use super::Message;

pub fn welcome(email: &str, name: &str) -> Message {
    Message {
        recipient: email.to_owned(),
        subject: "망원상회에 오신 것을 환영합니다".to_owned(),
        body: format!("{name} 님, 반갑습니다. Welcome to the corner shop in Mangwon-dong."),
    }
}

pub fn order_placed(
    email: &str,
    name: &str,
    number: &str,
    total: i64,
    how_to_pay: &str,
) -> Message {
    Message {
        recipient: email.to_owned(),
        subject: format!("주문 {number} 접수"),
        body: format!(
            "{name} 님, we have your order {number} over {}. {how_to_pay}",
            won(total)
        ),
    }
}

pub fn order_shipped(email: &str, name: &str, number: &str, carrier: &str) -> Message {
    Message {
        recipient: email.to_owned(),
        subject: format!("주문 {number} 발송"),
        body: format!("{name} 님, your order {number} is on its way with {carrier}."),
    }
}

pub fn order_canceled(email: &str, name: &str, number: &str, reason: &str) -> Message {
    Message {
        recipient: email.to_owned(),
        subject: format!("주문 {number} 취소"),
        body: format!("{name} 님, your order {number} was canceled: {reason}."),
    }
}

pub fn refunded(email: &str, name: &str, number: &str, amount: i64) -> Message {
    Message {
        recipient: email.to_owned(),
        subject: format!("주문 {number} 환불"),
        body: format!(
            "{name} 님, {} of order {number} is on its way back to you.",
            won(amount)
        ),
    }
}

pub fn running_low(email: &str, lines: &[String]) -> Message {
    Message {
        recipient: email.to_owned(),
        subject: format!("{} products are running low", lines.len()),
        body: lines.join("\n"),
    }
}

fn won(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let sign = if amount < 0 { "-" } else { "" };
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}₩{grouped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_written_as_on_the_price_tags() {
        let letter = refunded("minji.kim@example.kr", "김민지", "M-000001", 42_000);
        assert!(letter.body.contains("₩42,000 of order M-000001"));
    }
}
