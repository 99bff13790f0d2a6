//! Shrinking by areas: every pixel of the original counts, none is skipped.

use crate::raster::Gray8;

/// Into a square of the given edge, without changing the proportions and never larger.
pub fn fit(picture: &Gray8, edge: usize) -> Gray8 {
    let longest = picture.width.max(picture.height);
    if longest <= edge || edge == 0 {
        return picture.clone();
    }
    let width = (picture.width * edge / longest).max(1);
    let height = (picture.height * edge / longest).max(1);
    shrink(picture, width, height)
}

pub fn shrink(picture: &Gray8, width: usize, height: usize) -> Gray8 {
    let across = shares(picture.width, width);
    let down = shares(picture.height, height);
    // First the rows, then the columns.
    let mut narrow = vec![0.0_f32; width * picture.height];
    for y in 0..picture.height {
        let row = &picture.pixels[y * picture.width..(y + 1) * picture.width];
        for (x, (first, weights)) in across.iter().enumerate() {
            narrow[y * width + x] = weights
                .iter()
                .enumerate()
                .map(|(offset, weight)| f32::from(row[first + offset]) * weight)
                .sum();
        }
    }
    let mut pixels = Vec::with_capacity(width * height);
    for (first, weights) in &down {
        for x in 0..width {
            let value: f32 = weights
                .iter()
                .enumerate()
                .map(|(offset, weight)| narrow[(first + offset) * width + x] * weight)
                .sum();
            pixels.push(value.round().clamp(0.0, 255.0) as u8);
        }
    }
    Gray8 {
        width,
        height,
        pixels,
    }
}

/// For each new pixel: the first old one under it, and the weight of that and those after it.
fn shares(old: usize, new: usize) -> Vec<(usize, Vec<f32>)> {
    let step = old as f64 / new as f64;
    (0..new)
        .map(|index| {
            let from = index as f64 * step;
            let to = (from + step).min(old as f64);
            let first = from.floor() as usize;
            let last = (to.ceil() as usize).clamp(first + 1, old);
            let weights = (first..last)
                .map(|place| {
                    let covered = (to.min(place as f64 + 1.0) - from.max(place as f64)).max(0.0);
                    (covered / step) as f32
                })
                .collect();
            (first, weights)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up() {
        for (old, new) in [(10, 3), (7, 7), (1000, 17), (5, 1)] {
            for (first, weights) in shares(old, new) {
                assert!(
                    (weights.iter().sum::<f32>() - 1.0).abs() < 1e-4,
                    "{old} to {new}"
                );
                assert!(first + weights.len() <= old);
            }
        }
    }

    #[test]
    fn even_pictures_stay_even() {
        let picture = Gray8::new(90, 60, vec![77; 5400]).unwrap();
        let small = fit(&picture, 32);
        assert_eq!((small.width, small.height), (32, 21));
        assert!(small.pixels.iter().all(|pixel| *pixel == 77));
        assert_eq!(fit(&small, 100), small);
    }

    #[test]
    fn halves_are_averages() {
        let picture = Gray8::new(4, 2, vec![0, 100, 50, 50, 100, 200, 50, 50]).unwrap();
        assert_eq!(shrink(&picture, 2, 1).pixels, [100, 50]);
    }
}
