use std::collections::BTreeMap;

use crate::ImageError;
use crate::raster::Gray16;

const PREAMBLE: usize = 128;
const MAGIC: &[u8; 4] = b"DICM";

/// Group and element, as they are printed in every manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u16, pub u16);

pub const PATIENT_NAME: Tag = Tag(0x0010, 0x0010);
pub const CHART_NO: Tag = Tag(0x0010, 0x0020);
pub const MODALITY: Tag = Tag(0x0008, 0x0060);
pub const STUDY_DATE: Tag = Tag(0x0008, 0x0020);
pub const BODY_PART: Tag = Tag(0x0018, 0x0015);
pub const ROWS: Tag = Tag(0x0028, 0x0010);
pub const COLUMNS: Tag = Tag(0x0028, 0x0011);
pub const WINDOW_CENTER: Tag = Tag(0x0028, 0x1050);
pub const WINDOW_WIDTH: Tag = Tag(0x0028, 0x1051);
pub const PIXELS: Tag = Tag(0x7fe0, 0x0010);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    elements: BTreeMap<Tag, (Representation, Vec<u8>)>,
}

/// The "VR" of an element. Those with four bytes of length come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Representation {
    OtherWord,
    OtherByte,
    UnsignedShort,
    Text([u8; 2]),
}

impl Representation {
    fn of(name: [u8; 2]) -> Representation {
        match &name {
            b"OW" => Representation::OtherWord,
            b"OB" => Representation::OtherByte,
            b"US" => Representation::UnsignedShort,
            _ => Representation::Text(name),
        }
    }

    fn name(self) -> [u8; 2] {
        match self {
            Representation::OtherWord => *b"OW",
            Representation::OtherByte => *b"OB",
            Representation::UnsignedShort => *b"US",
            Representation::Text(name) => name,
        }
    }

    fn is_long(self) -> bool {
        matches!(self, Representation::OtherWord | Representation::OtherByte)
    }
}

impl Header {
    pub fn text(&self, tag: Tag) -> Option<String> {
        let (_, bytes) = self.elements.get(&tag)?;
        Some(
            String::from_utf8_lossy(bytes)
                .trim_end_matches([' ', '\0'])
                .to_owned(),
        )
    }

    pub fn number(&self, tag: Tag) -> Option<u16> {
        let (_, bytes) = self.elements.get(&tag)?;
        Some(u16::from_le_bytes(bytes.get(..2)?.try_into().ok()?))
    }

    pub fn set_text(&mut self, tag: Tag, vr: &[u8; 2], text: &str) {
        let mut bytes = text.as_bytes().to_vec();
        if bytes.len() % 2 == 1 {
            bytes.push(b' ');
        }
        self.elements.insert(tag, (Representation::of(*vr), bytes));
    }

    pub fn set_number(&mut self, tag: Tag, number: u16) {
        self.elements.insert(
            tag,
            (Representation::UnsignedShort, number.to_le_bytes().to_vec()),
        );
    }

    /// Takes away whatever tells who it is, before a picture leaves the house.
    pub fn anonymize(&mut self) {
        self.elements.retain(|tag, _| tag.0 != 0x0010);
    }

    pub fn len(&self) -> usize {
        self.elements.len()
    }

    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }
}

pub fn looks_like(file: &[u8]) -> bool {
    file.get(PREAMBLE..PREAMBLE + 4) == Some(MAGIC)
}

pub fn read(file: &[u8]) -> Result<(Header, Gray16), ImageError> {
    if !looks_like(file) {
        return Err(ImageError::NotAnImage);
    }
    let mut header = Header::default();
    let mut pixels = None;
    let mut cursor = Cursor {
        file,
        at: PREAMBLE + MAGIC.len(),
    };
    while cursor.at < file.len() {
        let tag = Tag(cursor.short()?, cursor.short()?);
        let vr = Representation::of(cursor.pair()?);
        let length = if vr.is_long() {
            cursor.skip(2)?;
            cursor.long()? as usize
        } else {
            usize::from(cursor.short()?)
        };
        let bytes = cursor.take(length)?;
        if tag == PIXELS {
            pixels = Some(bytes);
        } else {
            header.elements.insert(tag, (vr, bytes.to_vec()));
        }
    }
    let missing = |tag: Tag| ImageError::Missing(tag.0, tag.1);
    let width = usize::from(header.number(COLUMNS).ok_or_else(|| missing(COLUMNS))?);
    let height = usize::from(header.number(ROWS).ok_or_else(|| missing(ROWS))?);
    let bytes = pixels.ok_or_else(|| missing(PIXELS))?;
    let values = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    Ok((header, Gray16::new(width, height, values)?))
}

pub fn write(header: &Header, picture: &Gray16) -> Vec<u8> {
    let mut file = vec![0; PREAMBLE];
    file.extend_from_slice(MAGIC);
    let mut header = header.clone();
    header.set_number(ROWS, picture.height as u16);
    header.set_number(COLUMNS, picture.width as u16);
    for (tag, (vr, bytes)) in &header.elements {
        element(&mut file, *tag, *vr, bytes);
    }
    let pixels: Vec<u8> = picture
        .pixels
        .iter()
        .flat_map(|pixel| pixel.to_le_bytes())
        .collect();
    element(&mut file, PIXELS, Representation::OtherWord, &pixels);
    file
}

fn element(file: &mut Vec<u8>, tag: Tag, vr: Representation, bytes: &[u8]) {
    file.extend_from_slice(&tag.0.to_le_bytes());
    file.extend_from_slice(&tag.1.to_le_bytes());
    file.extend_from_slice(&vr.name());
    if vr.is_long() {
        file.extend_from_slice(&[0, 0]);
        file.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    } else {
        file.extend_from_slice(&(bytes.len() as u16).to_le_bytes());
    }
    file.extend_from_slice(bytes);
}

struct Cursor<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ImageError> {
        let end = self
            .at
            .checked_add(count)
            .ok_or(ImageError::Truncated(self.at))?;
        let bytes = self
            .file
            .get(self.at..end)
            .ok_or(ImageError::Truncated(self.at))?;
        self.at = end;
        Ok(bytes)
    }

    fn skip(&mut self, count: usize) -> Result<(), ImageError> {
        self.take(count).map(drop)
    }

    fn pair(&mut self) -> Result<[u8; 2], ImageError> {
        let bytes = self.take(2)?;
        Ok([bytes[0], bytes[1]])
    }

    fn short(&mut self) -> Result<u16, ImageError> {
        self.pair().map(u16::from_le_bytes)
    }

    fn long(&mut self) -> Result<u32, ImageError> {
        Ok(u32::from(self.short()?) | u32::from(self.short()?) << 16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> (Header, Gray16) {
        let mut header = Header::default();
        header.set_text(PATIENT_NAME, b"PN", "김민지");
        header.set_text(MODALITY, b"CS", "CR");
        header.set_number(WINDOW_CENTER, 2048);
        (
            header,
            Gray16::new(3, 2, vec![0, 1, 2, 3, 4, 4095]).unwrap(),
        )
    }

    #[test]
    fn what_is_written_is_read() {
        let (header, picture) = sample();
        let (read_header, read_picture) = read(&write(&header, &picture)).unwrap();
        assert_eq!(read_picture, picture);
        assert_eq!(read_header.text(PATIENT_NAME).as_deref(), Some("김민지"));
        assert_eq!(read_header.number(WINDOW_CENTER), Some(2048));
        assert_eq!(read_header.number(COLUMNS), Some(3));
    }

    #[test]
    fn every_cut_is_noticed() {
        let (header, picture) = sample();
        let file = write(&header, &picture);
        for end in 0..file.len() {
            assert!(read(&file[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn anonymous_pictures_have_no_name() {
        let (mut header, picture) = sample();
        header.anonymize();
        let file = write(&header, &picture);
        assert!(!file.windows(3).any(|bytes| bytes == "김".as_bytes()));
        assert_eq!(read(&file).unwrap().0.text(MODALITY).as_deref(), Some("CR"));
    }
}
