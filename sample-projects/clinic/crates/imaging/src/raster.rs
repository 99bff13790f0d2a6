use crate::ImageError;

/// No detector of ours is larger.
pub const MAX_EDGE: usize = 8192;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gray16 {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gray8 {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

impl Gray16 {
    pub fn new(width: usize, height: usize, pixels: Vec<u16>) -> Result<Gray16, ImageError> {
        check(width, height, pixels.len())?;
        Ok(Gray16 {
            width,
            height,
            pixels,
        })
    }

    pub fn range(&self) -> (u16, u16) {
        let low = self.pixels.iter().copied().min().unwrap_or(0);
        let high = self.pixels.iter().copied().max().unwrap_or(0);
        (low, high)
    }

    /// A value below which the given share of all pixels lies.
    pub fn quantile(&self, share: f64) -> u16 {
        let mut counts = vec![0_u32; usize::from(u16::MAX) + 1];
        for pixel in &self.pixels {
            counts[usize::from(*pixel)] += 1;
        }
        let wanted = (self.pixels.len() as f64 * share.clamp(0.0, 1.0)) as u64;
        let mut seen = 0;
        for (value, count) in counts.iter().enumerate() {
            seen += u64::from(*count);
            if seen > wanted {
                return value as u16;
            }
        }
        u16::MAX
    }
}

impl Gray8 {
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Result<Gray8, ImageError> {
        check(width, height, pixels.len())?;
        Ok(Gray8 {
            width,
            height,
            pixels,
        })
    }

    pub fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels[y * self.width + x]
    }

    pub fn mirrored(&self) -> Gray8 {
        let mut pixels = self.pixels.clone();
        for row in pixels.chunks_exact_mut(self.width) {
            row.reverse();
        }
        Gray8 { pixels, ..*self }
    }

    /// A quarter turn to the right.
    pub fn turned(&self) -> Gray8 {
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for x in 0..self.width {
            for y in (0..self.height).rev() {
                pixels.push(self.at(x, y));
            }
        }
        Gray8 {
            width: self.height,
            height: self.width,
            pixels,
        }
    }

    /// The plain format that every viewer knows.
    pub fn to_pgm(&self) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        file.extend_from_slice(&self.pixels);
        file
    }
}

fn check(width: usize, height: usize, pixels: usize) -> Result<(), ImageError> {
    let plausible = (1..=MAX_EDGE).contains(&width) && (1..=MAX_EDGE).contains(&height);
    if plausible && width * height == pixels {
        Ok(())
    } else {
        Err(ImageError::Size(width, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_four_times_is_nothing() {
        let picture = Gray8::new(3, 2, vec![1, 2, 3, 4, 5, 6]).unwrap();
        assert_eq!(picture.turned().pixels, [4, 1, 5, 2, 6, 3]);
        assert_eq!(picture.turned().turned().turned().turned(), picture);
        assert_eq!(picture.mirrored().pixels, [3, 2, 1, 6, 5, 4]);
    }

    #[test]
    fn sizes_must_fit() {
        assert_eq!(Gray8::new(2, 2, vec![0; 3]), Err(ImageError::Size(2, 2)));
        assert!(Gray16::new(0, 0, Vec::new()).is_err());
    }

    #[test]
    fn quantiles() {
        let picture = Gray16::new(4, 1, vec![10, 20, 30, 40]).unwrap();
        assert_eq!(picture.quantile(0.0), 10);
        assert_eq!(picture.quantile(0.5), 30);
        assert_eq!(picture.quantile(1.0), u16::MAX);
        assert_eq!(picture.range(), (10, 40));
    }
}
