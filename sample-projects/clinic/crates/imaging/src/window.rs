//! From the sixteen bits of the detector to the eight bits of a screen.

use crate::header::{self, Header};
use crate::raster::{Gray8, Gray16};

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    pub center: f64,
    pub width: f64,
}

impl Window {
    pub fn between(low: u16, high: u16) -> Window {
        let (low, high) = (f64::from(low), f64::from(high));
        Window {
            center: (low + high) / 2.0,
            width: (high - low).max(1.0),
        }
    }
}

/// What the technician chose; otherwise what leaves out the darkest and the brightest percent.
pub fn of_header(header: &Header, picture: &Gray16) -> Window {
    match (
        header.number(header::WINDOW_CENTER),
        header.number(header::WINDOW_WIDTH),
    ) {
        (Some(center), Some(width)) if width > 0 => Window {
            center: f64::from(center),
            width: f64::from(width),
        },
        _ => {
            let (_, brightest) = picture.range();
            Window::between(
                picture.quantile(0.01),
                picture.quantile(0.99).min(brightest),
            )
        }
    }
}

pub fn apply(picture: &Gray16, window: Window) -> Gray8 {
    let low = window.center - window.width / 2.0;
    let table: Vec<u8> = (0..=u16::MAX)
        .map(|value| {
            (((f64::from(value) - low) / window.width).clamp(0.0, 1.0) * 255.0).round() as u8
        })
        .collect();
    let pixels = picture
        .pixels
        .iter()
        .map(|pixel| table[usize::from(*pixel)])
        .collect();
    Gray8 {
        width: picture.width,
        height: picture.height,
        pixels,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_clips_on_both_sides() {
        let picture = Gray16::new(4, 1, vec![0, 1000, 2000, 4000]).unwrap();
        let gray = apply(
            &picture,
            Window {
                center: 1500.0,
                width: 1000.0,
            },
        );
        assert_eq!(gray.pixels, [0, 0, 255, 255]);
        let gray = apply(&picture, Window::between(0, 4000));
        assert_eq!(gray.pixels, [0, 64, 128, 255]);
    }

    #[test]
    fn the_header_wins() {
        let picture = Gray16::new(2, 1, vec![5, 9]).unwrap();
        let mut header = Header::default();
        assert_eq!(of_header(&header, &picture), Window::between(5, 9));
        header.set_number(header::WINDOW_CENTER, 300);
        header.set_number(header::WINDOW_WIDTH, 40);
        assert_eq!(
            of_header(&header, &picture),
            Window {
                center: 300.0,
                width: 40.0
            }
        );
    }
}
