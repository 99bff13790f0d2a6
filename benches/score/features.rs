//! Features beyond the default ones, for code that does not compile without them.

use seamline::source::SourceTree;

/// Takes features for default ones, in the manifest that declares them.
pub(crate) fn make_default(tree: &mut SourceTree, features: &[String]) {
    for feature in features {
        for manifest in &mut tree.manifests {
            if let Some(text) = with_default(&manifest.text, feature) {
                manifest.text = text.into();
            }
        }
    }
}

/// The manifest with a further default feature, if it declares that feature.
fn with_default(text: &str, feature: &str) -> Option<String> {
    let begin = text.find("\n[features]\n")? + "\n[features]\n".len();
    let end = text[begin..]
        .find("\n[")
        .map_or(text.len(), |it| begin + it);
    let is_declared = |it: &str| {
        let rest = it.strip_prefix(feature);
        rest.is_some_and(|it| it.trim_start().starts_with('='))
    };
    text[begin..end].lines().find(|it| is_declared(it))?;
    let default = text[begin..end]
        .lines()
        .find(|it| it.starts_with("default"));
    let Some(default) = default else {
        return Some(format!(
            "{}default = [{feature:?}]\n{}",
            &text[..begin],
            &text[begin..]
        ));
    };
    let more = default.replacen('[', &format!("[{feature:?}, "), 1);
    Some(text.replacen(default, &more, 1))
}
