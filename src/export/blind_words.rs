//! Blind spots in words: what each kind is, what may be missing because of it, what can be done.

use crate::model::BlindSpot;

/// The words for one kind of blind spot, without final periods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BlindWords {
    /// A caption.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// What may be missing from the figures.
    pub missing: &'static str,
    /// What the reader can do.
    pub advice: &'static str,
}

const fn words(
    name: &'static str,
    about: &'static str,
    missing: &'static str,
    advice: &'static str,
) -> BlindWords {
    BlindWords {
        name,
        about,
        missing,
        advice,
    }
}

/// In the order of the kinds.
const WORDS: [BlindWords; BlindSpot::ALL.len()] = [
    words(
        "Files left out",
        "The reader left a file or folder out: too long, not UTF-8, ignored, vendored, or behind a link",
        "Modules, and all they need and offer",
        "Convert, shorten or open what belongs to the code",
    ),
    words(
        "Code not parsed",
        "An item or a whole file is not valid Rust, or nested too deeply",
        "What it declares and needs",
        "Mend it, or keep generated code apart",
    ),
    words(
        "Files in no module",
        "No `mod` declaration leads to the file",
        "What it declares and needs, if something includes it",
        "Delete it, or declare it",
    ),
    words(
        "Modules without a file",
        "A `mod` declaration leads to no file",
        "The module; paths into it stay unresolved",
        "Run the build script and open what it writes, or add the file",
    ),
    words(
        "Unknown first names",
        "A path begins with a name that is no module, import or dependency",
        "The reference, and whatever macro or script makes the name",
        "Look for a macro or generated file that declares it",
    ),
    words(
        "Names a module lacks",
        "A path leads into a module that does not declare the name, or hides it",
        "The item; the module still counts as needed",
        "Look for a macro that declares it there",
    ),
    words(
        "Names a type lacks",
        "A path leads to a type or trait that does not declare the name",
        "Which item is meant; the reference counts for the type",
        "Most come from derives and traits of outside: little to do",
    ),
    words(
        "Unknown names",
        "Nothing in scope has this name",
        "The reference",
        "Look for a macro or glob import of outside that brings it in",
    ),
    words(
        "Macros from outside",
        "A macro of another crate: its arguments were read as code, what it adds is not known",
        "References that the macro adds on its own, and items it declares",
        "Check those that declare items or call into your code",
    ),
    words(
        "Macros searched for paths",
        "A macro of another crate whose arguments are no code: they were searched for paths word by word",
        "Calls without a path, and what the macro adds",
        "Check the ones that carry logic",
    ),
    words(
        "Macros cut short",
        "A macro of the tree nests too deeply or grows too large to be expanded",
        "What the rest of the expansion declares and needs",
        "Look at the place: such code is often generated",
    ),
    words(
        "Derives not known",
        "A derive whose code is not known",
        "Impls it writes, and what these need",
        "Check those that name other modules in their attributes",
    ),
    words(
        "Attribute macros not known",
        "An attribute macro may rewrite its item; it was read as written",
        "What the macro adds or replaces",
        "Check those that register or generate something",
    ),
    words(
        "Included code",
        "`include!` puts the text of a file here that is not in the folder, or whose name only a build makes",
        "Everything in that file",
        "Open the folder after a build, or turn it into a module",
    ),
    words(
        "Included data",
        "`include_str!` and `include_bytes!` put a file into the program",
        "A dependency on the file: it has to move with the module",
        "Move the file with its module",
    ),
    words(
        "Build scripts",
        "A script runs before the compiler; it is read, not run",
        "Modules, conditions and code that it makes",
        "Move the script with the package it serves",
    ),
    words(
        "Conditions that do not hold",
        "Code that is not compiled with default features on this platform; it is read and marked",
        "Nothing: it counts, with its condition",
        "Leave it out where it does not matter to you",
    ),
    words(
        "Conditions nobody told",
        "Only a build script or compiler flag decides; taken not to hold",
        "Nothing: it counts, with its condition, which may be wrong",
        "Check whether your build sets it",
    ),
    words(
        "Methods on unknown types",
        "A method is called on something whose type is not known",
        "Calls between modules, mostly a few per cent of the weight",
        "Nothing; types in signatures help readers and Seamline",
    ),
];

/// The words for a kind.
pub fn blind_words(kind: BlindSpot) -> BlindWords {
    WORDS[kind as usize]
}

#[cfg(test)]
mod tests {
    use super::blind_words;
    use crate::model::BlindSpot;

    #[test]
    fn every_kind_has_its_own_words() {
        assert_eq!(blind_words(BlindSpot::NotRead).name, "Files left out");
        assert_eq!(blind_words(BlindSpot::Include).name, "Included code");
        assert_eq!(
            blind_words(BlindSpot::Method).name,
            "Methods on unknown types"
        );
        for kind in BlindSpot::ALL {
            let words = blind_words(*kind);
            for text in [words.about, words.missing, words.advice] {
                assert!(!text.ends_with('.'), "{text}");
            }
        }
    }
}
