/// One line, quoted where it must be.
pub fn line<I: IntoIterator<Item = String>>(fields: I) -> String {
    let quoted: Vec<String> = fields
        .into_iter()
        .map(|field| {
            if field.contains([',', '"', '\n']) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field
            }
        })
        .collect();
    quoted.join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn quotes_where_needed() {
        assert_eq!(
            super::line(["김민지".into(), "3,000".into(), "a\"b".into()]),
            "김민지,\"3,000\",\"a\"\"b\"\r\n"
        );
    }
}
