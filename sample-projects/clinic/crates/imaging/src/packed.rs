//! The format of our thumbnails: differences to the left neighbor, runs of equal ones written once.

use crate::ImageError;
use crate::raster::Gray8;

const MAGIC: &[u8; 4] = b"CLT1";
const HEAD: usize = 8;

pub fn pack(picture: &Gray8) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.extend_from_slice(&(picture.width as u16).to_le_bytes());
    file.extend_from_slice(&(picture.height as u16).to_le_bytes());
    let mut before = 0_u8;
    let mut run: Option<(u8, u8)> = None;
    for pixel in &picture.pixels {
        let difference = pixel.wrapping_sub(before);
        before = *pixel;
        run = match run {
            Some((value, count)) if value == difference && count < u8::MAX => {
                Some((value, count + 1))
            }
            Some((value, count)) => {
                file.extend_from_slice(&[count, value]);
                Some((difference, 1))
            }
            None => Some((difference, 1)),
        };
    }
    if let Some((value, count)) = run {
        file.extend_from_slice(&[count, value]);
    }
    file
}

pub fn unpack(file: &[u8]) -> Result<Gray8, ImageError> {
    if file.len() < HEAD || &file[..4] != MAGIC {
        return Err(ImageError::NotAnImage);
    }
    let width = usize::from(u16::from_le_bytes([file[4], file[5]]));
    let height = usize::from(u16::from_le_bytes([file[6], file[7]]));
    let mut pixels = Vec::with_capacity(width * height);
    let mut before = 0_u8;
    for (index, pair) in file[HEAD..].chunks(2).enumerate() {
        let &[count, value] = pair else {
            return Err(ImageError::Packed(HEAD + index * 2));
        };
        for _ in 0..count {
            before = before.wrapping_add(value);
            pixels.push(before);
        }
        if pixels.len() > width * height {
            return Err(ImageError::Packed(HEAD + index * 2));
        }
    }
    Gray8::new(width, height, pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let picture =
            Gray8::new(20, 20, (0..400).map(|index| (index / 7) as u8).collect()).unwrap();
        assert_eq!(unpack(&pack(&picture)).unwrap(), picture);
    }

    #[test]
    fn plain_areas_are_short() {
        let picture = Gray8::new(100, 100, vec![9; 10_000]).unwrap();
        assert!(pack(&picture).len() < 120);
        assert_eq!(unpack(&pack(&picture)).unwrap(), picture);
    }

    #[test]
    fn damage_is_noticed() {
        let mut file = pack(&Gray8::new(4, 4, vec![3; 16]).unwrap());
        file.pop();
        assert!(matches!(unpack(&file), Err(ImageError::Packed(_))));
        assert_eq!(unpack(b"CLT"), Err(ImageError::NotAnImage));
    }
}
