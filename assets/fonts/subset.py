"""Cuts the fonts of the window out of their full versions: only the characters a code base shows, and
digits of one width. Usage: subset.py INTER_DIR JETBRAINS_DIR NANUM_DIR OUT_DIR (Debian: fonts-inter,
fonts-jetbrains-mono, fonts-nanum, python3-fonttools)."""

import sys
from fontTools import subset
from fontTools.ttLib import TTFont

TEXT = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x370, 0x400), *range(0x400, 0x460), *range(0x2010, 0x2060),
        *range(0x20A0, 0x20C0), *range(0x2190, 0x2200), *range(0x2200, 0x2270), *range(0x2300, 0x2330),
        *range(0x25A0, 0x2600), 0x2318, 0x21E7, 0x2713, 0x2717, 0x26A0]
# The 2,350 syllables of KS X 1001, the letters on their own, and full-width punctuation.
HANGUL = [ord(bytes([0xA1 + hi, 0xA1 + lo]).decode("euc-kr")) for hi in range(0xB0 - 0xA1, 0xC9 - 0xA1) for lo in range(94)]
HANGUL += [*range(0x3131, 0x318F), *range(0x3000, 0x3020), 0x2018, 0x2019, 0x201C, 0x201D]


def cut(source, target, unicodes, features, name=None):
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.notdef_outline = True
    options.desubroutinize = True
    font = TTFont(source)
    make_digits_tabular(font)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=unicodes)
    cutter.subset(font)
    if name:
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6):
                record.string = name.replace(" ", "") if record.nameID == 6 else name
    font.save(target)


def make_digits_tabular(font):
    """Maps the digits to the glyphs of the font's own `tnum` feature, where it has one."""
    if "GSUB" not in font:
        return
    gsub = font["GSUB"].table
    wanted = {i for f in gsub.FeatureList.FeatureRecord if f.FeatureTag == "tnum" for i in f.Feature.LookupListIndex}
    swap = {}
    for index in wanted:
        for table in gsub.LookupList.Lookup[index].SubTable:
            table = getattr(table, "ExtSubTable", table)
            swap.update(getattr(table, "mapping", {}))
    for table in font["cmap"].tables:
        for code in [*range(0x30, 0x3A), 0x2B, 0x2212, 0x2E, 0x2C]:
            glyph = table.cmap.get(code)
            if glyph in swap and 0x30 <= code < 0x3A:
                table.cmap[code] = swap[glyph]


inter, jetbrains, nanum, out = sys.argv[1:]
cut(f"{inter}/Inter-Regular.otf", f"{out}/Inter-Regular.otf", TEXT, ["kern", "mark", "mkmk"])
cut(f"{inter}/Inter-SemiBold.otf", f"{out}/Inter-SemiBold.otf", TEXT, ["kern", "mark", "mkmk"])
cut(f"{jetbrains}/JetBrainsMono-Regular.ttf", f"{out}/JetBrainsMono-Regular.ttf", TEXT, ["mark", "mkmk"])
cut(f"{nanum}/NanumGothic.ttf", f"{out}/SeamlineHangul-Regular.ttf", HANGUL, [], "Seamline Hangul")
