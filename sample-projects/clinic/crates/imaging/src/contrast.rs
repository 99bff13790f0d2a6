//! Histogram equalization in tiles, with a limit, so that bone and lung are both seen.

use crate::raster::Gray8;

type Table = [u8; 256];

/// `tiles` on each side; `limit` is how many times the average a gray value may count.
pub fn level_out(picture: &Gray8, tiles: usize, limit: f64) -> Gray8 {
    let tiles = tiles.clamp(1, picture.width.min(picture.height));
    let tables: Vec<Table> = (0..tiles * tiles)
        .map(|index| tile_table(picture, tiles, index % tiles, index / tiles, limit))
        .collect();
    let mut pixels = Vec::with_capacity(picture.pixels.len());
    for y in 0..picture.height {
        let (top, bottom, down) = between(y, picture.height, tiles);
        for x in 0..picture.width {
            let (left, right, across) = between(x, picture.width, tiles);
            let value = usize::from(picture.at(x, y));
            let look = |column: usize, row: usize| f64::from(tables[row * tiles + column][value]);
            let upper = look(left, top) * (1.0 - across) + look(right, top) * across;
            let lower = look(left, bottom) * (1.0 - across) + look(right, bottom) * across;
            pixels.push((upper * (1.0 - down) + lower * down).round() as u8);
        }
    }
    Gray8 {
        width: picture.width,
        height: picture.height,
        pixels,
    }
}

/// The two tiles whose middles enclose a position, and how far it is from the first to the second.
fn between(at: usize, size: usize, tiles: usize) -> (usize, usize, f64) {
    let place = (at as f64 + 0.5) * tiles as f64 / size as f64 - 0.5;
    let first = place.floor().max(0.0) as usize;
    let second = (first + 1).min(tiles - 1);
    (
        first.min(tiles - 1),
        second,
        (place - first as f64).clamp(0.0, 1.0),
    )
}

fn tile_table(picture: &Gray8, tiles: usize, column: usize, row: usize, limit: f64) -> Table {
    let edge = |index: usize, size: usize| index * size / tiles;
    let mut counts = [0.0_f64; 256];
    let mut all = 0.0;
    for y in edge(row, picture.height)..edge(row + 1, picture.height) {
        for x in edge(column, picture.width)..edge(column + 1, picture.width) {
            counts[usize::from(picture.at(x, y))] += 1.0;
            all += 1.0;
        }
    }
    let most = (all / 256.0 * limit).max(1.0);
    let mut spare = 0.0;
    for count in &mut counts {
        if *count > most {
            spare += *count - most;
            *count = most;
        }
    }
    let mut table = [0; 256];
    let mut sum = 0.0;
    for (value, count) in counts.iter().enumerate() {
        sum += count + spare / 256.0;
        table[value] = (sum / f64::max(all, 1.0) * 255.0).round().clamp(0.0, 255.0) as u8;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_never_fall() {
        let picture = crate::phantom::chest(64, 48);
        let gray = crate::window::apply(&picture, crate::window::Window::between(0, 4095));
        let table = tile_table(&gray, 2, 1, 0, 3.0);
        assert!(table.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn a_dull_picture_gets_wider() {
        let pixels: Vec<u8> = (0..4096).map(|index| 100 + (index % 30) as u8).collect();
        let dull = Gray8::new(64, 64, pixels).unwrap();
        let even = level_out(&dull, 1, 40.0);
        let spread = |picture: &Gray8| {
            let high = picture.pixels.iter().max().copied().unwrap_or(0);
            let low = picture.pixels.iter().min().copied().unwrap_or(0);
            high - low
        };
        assert!(spread(&even) > 3 * spread(&dull));
    }
}
