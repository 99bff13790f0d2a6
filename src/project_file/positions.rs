//! Where things were put by hand, as JSON: `.seamline/positions.json`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::error::PlanFileError;
use super::{FORMAT, PlanFileError::Syntax};
use crate::plan::Plan;

/// Positions as saved by version 1. Frozen: add a `PositionsV2`, never change this.
#[derive(Deserialize)]
struct PositionsV1 {
    seamline_positions: i64,
    #[serde(default)]
    positions: BTreeMap<String, (f32, f32)>,
}

/// Reads positions for [`Plan::positions`].
pub fn parse_positions(text: &str) -> Result<BTreeMap<Arc<str>, (f32, f32)>, PlanFileError> {
    let file: PositionsV1 = serde_json::from_str(text).map_err(|error| Syntax {
        line: error.line() as u32,
        message: format!("not a list of positions: {error}"),
    })?;
    if file.seamline_positions > FORMAT {
        return Err(PlanFileError::Newer {
            line: 1,
            found: file.seamline_positions,
        });
    }
    let finite = |it: &(String, (f32, f32))| it.1.0.is_finite() && it.1.1.is_finite();
    let positions = file.positions.into_iter().filter(finite);
    Ok(positions.map(|(key, at)| (key.into(), at)).collect())
}

/// The positions of a plan, one a line.
pub fn write_positions(plan: &Plan) -> String {
    let lines: Vec<String> = plan
        .positions
        .iter()
        .map(|(key, (x, y))| format!("    {}: [{x}, {y}]", serde_json::Value::from(&**key)))
        .collect();
    let body = if lines.is_empty() {
        String::new()
    } else {
        format!("\n{}\n  ", lines.join(",\n"))
    };
    format!("{{\n  \"seamline_positions\": {FORMAT},\n  \"positions\": {{{body}}}\n}}\n")
}
