//! The report: figures first, then faults grouped by cause.

use crate::edges::{Edges, Fault};
use crate::references::{References, Side};
use crate::table::by_cause;

pub(crate) fn edges(edges: &Edges, n_listed: usize) {
    println!(
        "modules          {} to rustc, {} of them not seen here; macros declare {} of those",
        edges.n_modules,
        edges.unseen_modules.len(),
        edges.n_unseen_expanded
    );
    for module in edges.unseen_modules.iter().take(n_listed) {
        println!("    {module}");
    }
    let (right, missed, wrong) = (edges.n_right, edges.missed.len(), edges.wrong.len());
    println!(
        "module edges     recall {}  precision {}  right {right}, missed {missed}, wrong {wrong}",
        share(right, right + missed),
        share(right, right + wrong)
    );
    let (right, missed) = edges.written;
    println!(
        "    without modules that macros declare: recall {}  right {right}, missed {missed}",
        share(right, right + missed)
    );
    faults("missed", &edges.missed, n_listed);
    faults("wrong", &edges.wrong, n_listed);
}

pub(crate) fn references(references: &References, n_listed: usize) {
    side("path references", &references.paths, n_listed);
    side("method calls", &references.methods, n_listed);
    println!(
        "where rustc says nothing  {} (not counted)",
        references.apart.len()
    );
    faults("apart", &references.apart, n_listed);
}

fn side(name: &str, side: &Side, n_listed: usize) {
    let (right, wrong) = side.judged();
    println!(
        "{name:<16} recall {}  precision {}  of {} found {}; of ours right {right}, wrong {wrong}",
        share(side.n_found, side.n_demanded),
        share(right, right + wrong),
        side.n_demanded,
        side.n_found
    );
    if side.of_macros.0 > 0 {
        let (n_demanded, n_found) = side.of_macros;
        println!(
            "    without modules that macros declare: recall {}",
            share(side.n_found - n_found, side.n_demanded - n_demanded)
        );
    }
    for (confidence, (right, wrong)) in &side.by_confidence {
        println!(
            "    {confidence:<12} precision {}  right {right}, wrong {wrong}",
            share(*right, right + wrong)
        );
    }
    faults("missed", &side.missed, n_listed);
    faults("wrong", &side.wrong, n_listed);
}

/// Faults by cause, the commonest first; some of each, spread over all of them.
fn faults(what: &str, faults: &[Fault], n_listed: usize) {
    for (cause, faults) in by_cause(faults) {
        println!("    {what} {:>6}  {cause}", faults.len());
        let step = faults.len().div_ceil(n_listed.max(1)).max(1);
        for fault in faults.iter().step_by(step).take(n_listed) {
            println!("        {}", fault.text);
        }
    }
}

pub(crate) fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "     -".into();
    }
    format!("{:.4}", part as f64 / whole as f64)
}
