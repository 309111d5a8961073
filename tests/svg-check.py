"""Holds pictures against the rules of an SVG export.

    svg-check.py FILE...            is it self-contained, is every text on the page and on its own?
    svg-check.py --broken FILE      is the good file refused once it is broken, in each way?

Status 0: yes; 1: no, and why. How wide a text is is estimated: 0.61 em a character of the
typewriter's font and 0.66 of others.
"""

import copy
import re
import sys
import unicodedata
import xml.etree.ElementTree as tree

SPACE = "{http://www.w3.org/2000/svg}"
PAINT = re.compile(r"#[0-9a-f]{6}|url\(#waitscope-[a-z]+\)")
ELEMENTS = {
    "svg": {"width", "height", "viewBox", "role", "font-family"},
    "title": set(),
    "desc": set(),
    "defs": set(),
    "pattern": {"id", "patternUnits", "width", "height"},
    "g": set(),
    "rect": {"x", "y", "width", "height", "fill"},
    "line": {"x1", "y1", "x2", "y2", "stroke", "stroke-width", "stroke-dasharray"},
    "circle": {"cx", "cy", "r", "fill"},
    "path": {"d", "fill", "stroke", "stroke-width"},
    "text": {"x", "y", "font-size", "font-weight", "font-family", "text-anchor", "fill"},
}


class Bad(Exception):
    """What is wrong."""


def need(ok, *what):
    if not ok:
        raise Bad(" ".join(str(word) for word in what))


def check_element(element):
    name = element.tag.removeprefix(SPACE)
    need(name in ELEMENTS, "an element", name)
    keys = set(element.keys())
    need(keys <= ELEMENTS[name], name, "with", keys - ELEMENTS[name])
    for key in ("fill", "stroke"):
        need(PAINT.fullmatch(element.get(key, "#000000")), "paint", element.get(key))
    if element.get("font-family"):
        need(element.get("font-family") in ("sans-serif", "monospace"), element.get("font-family"))


def columns(text):
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide


def box(text):
    """Left, top, right, bottom of a text."""
    size = float(text.get("font-size"))
    letter = 0.61 if text.get("font-family") == "monospace" else 0.66
    if not text.get("font-weight") and letter > 0.61:
        letter = 0.58  # of running text
    width = columns(text.text) * size * letter
    x, y = float(text.get("x")), float(text.get("y"))
    x -= {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0)
    return x, y - size * 0.75, x + width, y + size * 0.2


def check_texts(root):
    width, height = (float(root.get(key)) for key in ("width", "height"))
    need(root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}", "viewBox")
    boxes = []
    for text in root.iter(SPACE + "text"):
        need(text.text and text.text.strip(), "an empty text")
        left, top, right, bottom = box(text)
        need(left >= 4 and right <= width and top >= 0 and bottom <= height,
             "off the page:", text.text)
        boxes.append((top, bottom, left, right, text.text))
    boxes.sort()
    for index, one in enumerate(boxes):
        for other in boxes[index + 1:]:
            if other[0] >= one[1]:
                break
            need(other[2] >= one[3] or other[3] <= one[2], "overlap:", one[4], "|", other[4])


def check(root):
    for element in root.iter():
        check_element(element)
    for name in ("title", "desc"):
        found = root.find(SPACE + name)
        need(found is not None and found.text, "without", name)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    need(len(ids) == len(set(ids)), "an id twice")
    for element in root.iter():
        for value in element.attrib.values():
            used = re.fullmatch(r"url\(#(.*)\)", value)
            need(not used or used[1] in ids, "a reference to nothing:", value)
    check_texts(root)


# ---- broken files


def put(name, key, value):
    def change(root):
        next(root.iter(SPACE + name)).set(key, value)
    return change


def add(name, **attributes):
    def change(root):
        tree.SubElement(root, SPACE + name, attributes)
    return change


def remove(name):
    def change(root):
        root.remove(root.find(SPACE + name))
    return change


def text_over_text(root):
    root.append(copy.deepcopy(next(root.iter(SPACE + "text"))))


def text_off_page(root):
    next(root.iter(SPACE + "text")).set("x", "700")


BROKEN = [
    text_over_text, text_off_page,
    add("style"), add("script"), add("foreignObject"), add("image", href="http://x/"),
    add("text", x="20", y="20", **{"font-size": "10"}),
    put("text", "style", "fill:red"), put("text", "class", "a"), put("text", "font-family", "Arial"),
    put("rect", "fill", "red"), put("rect", "fill", "url(#nothing)"), put("line", "onclick", "x()"),
    put("svg", "viewBox", "0 0 1 1"), put("pattern", "id", "waitscope-many"),
    remove("title"), remove("desc"), remove("defs"),
]


def check_broken(path):
    root = tree.parse(path).getroot()
    check(root)
    bad = 0
    for number, change in enumerate(BROKEN):
        broken = copy.deepcopy(root)
        change(broken)
        try:
            check(broken)
        except Bad:
            continue
        print(f"broken in way {number} ({change.__qualname__}) it is still taken")
        bad += 1
    return bad


def main(arguments):
    if arguments[0] == "--broken":
        return check_broken(arguments[1])
    bad = 0
    for path in arguments:
        try:
            check(tree.parse(path).getroot())
        except (Bad, tree.ParseError) as error:
            print(f"{path}: {error}")
            bad += 1
    return bad


sys.exit(1 if main(sys.argv[1:]) else 0)
