//! Paper, by hand: lines of text in columns, and a PDF of just enough parts to be printed.

use clinic_terms::hangul::columns;

const WIDTH: usize = 72;

#[derive(Debug, Clone)]
pub struct Page {
    title: String,
    lines: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Sheet {
    pub pages: Vec<Page>,
}

impl Page {
    pub fn new(title: &str) -> Page {
        Page {
            title: title.into(),
            lines: Vec::new(),
        }
    }

    pub fn line(&mut self, text: &str) {
        self.lines.extend(wrapped(text));
    }

    pub fn rule(&mut self) {
        self.lines.push("─".repeat(WIDTH / 2));
    }

    pub fn pair(&mut self, label: &str, value: &str) {
        self.line(&format!("{} {value}", padded(label, 16)));
    }

    pub fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        let mut widths: Vec<usize> = heads.iter().map(|head| columns(head)).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(columns(cell));
            }
        }
        let written = |cells: Vec<&str>| {
            let parts: Vec<String> = cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| padded(cell, *width))
                .collect();
            parts.join("  ").trim_end().to_owned()
        };
        self.lines.push(written(heads.to_vec()));
        for row in rows {
            self.lines
                .push(written(row.iter().map(String::as_str).collect()));
        }
    }
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for letter in text.chars() {
        let wide = columns(&letter.to_string());
        if used + wide > WIDTH {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push(letter);
        }
        used += wide;
    }
    lines
}

impl Sheet {
    pub fn of(page: Page) -> Sheet {
        Sheet { pages: vec![page] }
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        for page in &self.pages {
            let indent = WIDTH.saturating_sub(columns(&page.title)) / 2;
            text.push_str(&format!("{}{}\n\n", " ".repeat(indent), page.title));
            for line in &page.lines {
                text.push_str(line);
                text.push('\n');
            }
            text.push('\u{c}');
        }
        text
    }

    /// The font is one that every reader of PDF has for Korean, so that none is put into the file.
    pub fn pdf(&self) -> Vec<u8> {
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            String::new(),
            "<< /Type /Font /Subtype /Type0 /BaseFont /HYSMyeongJo-Medium /Encoding /UniKS-UCS2-H \
             /DescendantFonts [4 0 R] >>"
                .to_owned(),
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HYSMyeongJo-Medium /CIDSystemInfo \
             << /Registry (Adobe) /Ordering (Korea1) /Supplement 1 >> >>"
                .to_owned(),
        ];
        let mut kids = Vec::new();
        for page in &self.pages {
            let content = content(page);
            kids.push(format!("{} 0 R", objects.len() + 1));
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> \
                 /Contents {} 0 R >>",
                objects.len() + 2
            ));
            objects.push(format!(
                "<< /Length {} >>\nstream\n{content}endstream",
                content.len()
            ));
        }
        objects[1] = format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            kids.len()
        );
        assemble(&objects)
    }
}

fn content(page: &Page) -> String {
    let mut text = format!(
        "BT /F 16 Tf 1 0 0 1 60 780 Tm <{}> Tj\n/F 10 Tf 14 TL\n",
        hex(&page.title)
    );
    text.push_str("1 0 0 1 60 740 Tm\n");
    for line in &page.lines {
        text.push_str(&format!("<{}> Tj T*\n", hex(line)));
    }
    text.push_str("ET\n");
    text
}

fn hex(text: &str) -> String {
    text.encode_utf16()
        .map(|unit| format!("{unit:04X}"))
        .collect()
}

fn assemble(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let start = file.len();
    file.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let mut page = Page::new("표");
        page.table(
            &["약품", "일수"],
            &[
                vec!["타이레놀정".into(), "3일".into()],
                vec!["A".into(), "10일".into()],
            ],
        );
        let text = Sheet::of(page).text();
        assert!(
            text.contains("약품        일수\n타이레놀정  3일\nA           10일\n"),
            "{text}"
        );
    }

    #[test]
    fn long_lines_are_broken() {
        let mut page = Page::new("");
        page.line(&"가".repeat(40));
        assert_eq!(
            page.lines
                .iter()
                .map(|line| line.chars().count())
                .collect::<Vec<_>>(),
            [36, 4]
        );
    }

    #[test]
    fn the_table_of_a_pdf_is_right() {
        let mut page = Page::new("진단서");
        page.pair("성명", "한봄");
        let file = String::from_utf8(
            Sheet {
                pages: vec![page.clone(), page],
            }
            .pdf(),
        )
        .unwrap();
        let start: usize = file
            .rsplit("startxref\n")
            .next()
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(file[start..].starts_with("xref\n0 9\n"));
        for (number, line) in file[start..].lines().skip(3).take(8).enumerate() {
            let place: usize = line[..10].parse().unwrap();
            assert!(
                file[place..].starts_with(&format!("{} 0 obj", number + 1)),
                "{line}"
            );
        }
    }
}
