//! Pictures of the clinic. Everything here is arithmetic on bytes: no clock, no database, no files.
//!
//! The X-ray writes a file that resembles DICOM closely enough for the vendor's brochure: a preamble,
//! `DICM`, tagged elements in little endian, and 16-bit gray pixels at the end.

pub mod contrast;
pub mod header;
pub mod packed;
pub mod phantom;
pub mod raster;
pub mod scale;
pub mod window;

pub use header::{Header, Tag};
pub use raster::{Gray8, Gray16};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    #[error("not a file of the X-ray")]
    NotAnImage,
    #[error("the file ends at byte {0}, in the middle of an element")]
    Truncated(usize),
    #[error("element ({0:04x},{1:04x}) is missing")]
    Missing(u16, u16),
    #[error("a picture of {0} x {1} is not plausible")]
    Size(usize, usize),
    #[error("a packed picture is damaged at byte {0}")]
    Packed(usize),
}

/// From the bytes of a file to the bytes of a thumbnail: parse, window, level out, shrink, pack.
pub fn thumbnail(file: &[u8], edge: usize) -> Result<Vec<u8>, ImageError> {
    let (header, pixels) = header::read(file)?;
    let gray = window::apply(&pixels, window::of_header(&header, &pixels));
    let even = contrast::level_out(&gray, 4, 3.0);
    Ok(packed::pack(&scale::fit(&even, edge)))
}
