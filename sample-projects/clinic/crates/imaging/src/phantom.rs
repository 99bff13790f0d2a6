//! A chest that nobody has, for the first run, the demonstration and the tests.

use crate::header::{self, Header};
use crate::raster::Gray16;

pub fn chest(width: usize, height: usize) -> Gray16 {
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let (u, v) = (
                x as f64 / width as f64 - 0.5,
                y as f64 / height as f64 - 0.5,
            );
            pixels.push(density(u, v).clamp(0.0, 4095.0) as u16);
        }
    }
    Gray16 {
        width,
        height,
        pixels,
    }
}

fn density(u: f64, v: f64) -> f64 {
    let body = if ellipse(u, v, 0.0, 0.0, 0.46, 0.6) < 1.0 {
        1800.0
    } else {
        60.0
    };
    let lungs: f64 = [-0.2, 0.2]
        .iter()
        .map(|middle| {
            if ellipse(u, v, *middle, -0.02, 0.15, 0.32) < 1.0 {
                -1300.0
            } else {
                0.0
            }
        })
        .sum();
    let heart = if ellipse(u, v, 0.06, 0.12, 0.13, 0.14) < 1.0 {
        900.0
    } else {
        0.0
    };
    let spine = if u.abs() < 0.035 { 1100.0 } else { 0.0 };
    let ribs = if lungs < 0.0 {
        450.0 * ((v * 55.0 + u.abs() * 12.0).sin().max(0.0)).powi(3)
    } else {
        0.0
    };
    body + lungs + heart + spine + ribs
}

fn ellipse(u: f64, v: f64, middle_u: f64, middle_v: f64, radius_u: f64, radius_v: f64) -> f64 {
    ((u - middle_u) / radius_u).powi(2) + ((v - middle_v) / radius_v).powi(2)
}

/// The same as a file of the X-ray.
pub fn chest_file(chart_no: &str, width: usize, height: usize) -> Vec<u8> {
    let mut header = Header::default();
    header.set_text(header::CHART_NO, b"LO", chart_no);
    header.set_text(header::MODALITY, b"CS", "CR");
    header.set_text(header::BODY_PART, b"CS", "CHEST");
    header::write(&header, &chest(width, height))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_thumbnail_of_a_chest() {
        let file = super::chest_file("001000", 320, 400);
        let small = crate::packed::unpack(&crate::thumbnail(&file, 96).unwrap()).unwrap();
        assert_eq!((small.width, small.height), (76, 96));
        let lung = small.at(small.width * 30 / 100, small.height / 2);
        let spine = small.at(small.width / 2, small.height / 2);
        assert!(lung < spine, "{lung} {spine}");
    }
}
