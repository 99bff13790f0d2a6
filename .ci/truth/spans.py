"""Spans as rustc prints them, and the source text they stand for."""

import os
import re

SPAN = re.compile(r"^(.*?):(\d+):(\d+): (\d+):(\d+) \(#(\d+)\)$")
IDENT = re.compile(r"(?:r#)?[^\W\d]\w*|\$crate")
TRIVIA = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.S)


def written(name):
    """`new#0` as rustc prints a name with where it comes from -> `new`."""
    return name.rpartition("#")[0].removeprefix("r#")


class Sources:
    """Files of the analyzed folder; what lies outside was not written by its people."""

    def __init__(self, folder):
        self.folder, self.texts = folder, {}

    def span(self, text, cwd):
        """(file, start, end) in characters of a span written in the source itself, else None."""
        found = SPAN.match(text)
        if not found or found[6] != "0":
            return None
        path = os.path.relpath(os.path.join(cwd, found[1]), self.folder)
        if path.startswith(".."):
            return None
        starts, content = self.load(path)
        lines = (int(found[2]), int(found[4]))
        if content is None or max(lines) > len(starts):
            return None
        begin, end = (starts[it - 1] for it in lines)
        return path, begin + int(found[3]) - 1, end + int(found[5]) - 1

    def any_text(self, text, cwd):
        """The text of a span, also of one that an expansion left on the source."""
        found = SPAN.match(text)
        span = found and self.span(text[: found.start(6)] + "0)", cwd)
        return self.text(span[0])[span[1] : span[2]] if span else ""

    def load(self, path):
        if path not in self.texts:
            try:
                with open(os.path.join(self.folder, path), encoding="utf-8", newline="") as file:
                    content = file.read().removeprefix("\ufeff")
            except OSError:
                content = None
            starts = [0] + [it.end() for it in re.finditer("\n", content or "")]
            self.texts[path] = (starts, content)
        return self.texts[path]

    def text(self, path):
        return self.load(path)[1]

    def place(self, path, offset):
        """Line and column, both from 1."""
        starts = self.load(path)[0]
        low, high = 0, len(starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if starts[middle] <= offset else (low, middle)
        return low + 1, offset - starts[low] + 1


def last_segment(text, start, end):
    """Where the last name of the path in `text[start:end]` stands, and the name."""
    at, found = start, None
    while True:
        at = TRIVIA.match(text, at).end()
        if text.startswith("::", at):
            at += 2
        elif text.startswith("<", at):
            at = after_angles(text, at)
        elif (name := IDENT.match(text, at)) and (found is None or separated(text, at)):
            found, at = (at, name[0].removeprefix("r#")), name.end()
        else:
            return found
        if at >= end:
            return found


def separated(text, at):
    return text[:at].rstrip().endswith("::") if at else False


def after_angles(text, at):
    depth = 0
    while at < len(text):
        if text[at] == "<":
            depth += 1
        elif text[at] == ">" and text[at - 1] not in "-=":
            depth -= 1
        at += 1
        if depth == 0:
            break
    return at


def segment_after(text, end):
    """The name after a type that ends at `end`: of `<Cart>::new` and of `Cart::new`."""
    at = TRIVIA.match(text, end).end()
    if text.startswith(">", at):
        at = TRIVIA.match(text, at + 1).end()
    if not text.startswith("::", at):
        return None
    at = TRIVIA.match(text, at + 2).end()
    name = IDENT.match(text, at)
    return (at, name[0].removeprefix("r#")) if name else None


def is_method(text, start):
    """Whether the name at `start` follows a dot that is not part of a range."""
    before = text[max(0, start - 400) : start].rstrip()
    while before.endswith("*/") and "/*" in before:
        before = before[: before.rindex("/*")].rstrip()
    return before.endswith(".") and not before.endswith("..")


DECLARED = re.compile(r"(?:(?<!')\b(?:struct|enum|union|trait|type|fn|mod|static|macro_rules!)|(?<!\*)\bconst)\s+(?:mut\s+)?$")


def is_declared(text, start):
    """Derives name an item with the span of its declaration."""
    return bool(DECLARED.search(text, max(0, start - 40), start))


def type_name(text):
    """How Seamline names a type in the id of an impl: by its last segment."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and "," not in text:
        text = text[1:-1].strip()
    if text.startswith("&"):
        rest = re.sub(r"^&\s*(?:'\w+\s*)?(?:mut\b\s*)?", "", text)
        return "&" + type_name(rest)
    if text.startswith("*"):
        return "*" + type_name(re.sub(r"^\*\s*(?:const|mut)\b\s*", "", text))
    if text.startswith("["):
        inner = text[1:-1]
        sized = re.match(r"(.*);[^;]*$", inner, re.S)
        return f"[{type_name(sized[1])}; _]" if sized else f"[{type_name(inner)}]"
    if text.startswith("("):
        return "(" + ", ".join(type_name(it) for it in parts(text[1:-1], ",") if it.strip()) + ")"
    for word in ("dyn", "impl"):
        if re.match(word + r"\b", text):
            bounds = [bound_name(it) for it in parts(text[len(word) :], "+")]
            return f"{word} " + " + ".join(it for it in bounds if it)
    if re.match(r"(?:unsafe\s+)?(?:extern\b.*)?fn\b", text):
        return "fn"
    found = last_segment(text, 0, len(text))
    return found[1] if found else "_"


def type_names(text):
    """The types among generic arguments, by name; of rustc's own writing as well."""
    texts = parts(re.sub(r"'(?:\{\w+\}|\w+)\s*", "", text), ",")
    return [type_name(it) for it in texts if it.strip() and not re.match(r"\s*\w+\s*=[^=]", it)]


def bound_name(text):
    text = text.strip().lstrip("?")
    found = None if text.startswith("'") else last_segment(text, 0, len(text))
    return found[1] if found else ""


def parts(text, separator):
    """Split where no bracket is open."""
    depth, part = 0, ""
    for idx, char in enumerate(text):
        depth += (char in "<([") - (char in ")]" or char == ">" and text[idx - 1] not in "-=")
        if char == separator and depth == 0:
            yield part
            part = ""
        else:
            part += char
    yield part
