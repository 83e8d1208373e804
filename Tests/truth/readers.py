"""How others read each format: by a library for it where there is one, else by the meaning of its JSON or XML. A reader gets
the path of a file and gives the size of the page, if the file says it, and its labels as (text, left, top, right, bottom)."""

import json
import re
import tempfile
from pathlib import Path

from lxml import etree


def bounds(points):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def load(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def tree(path):
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, huge_tree=True)).getroot()
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root


def label_studio(path):
    from label_studio_sdk.converter import Converter

    config = ('<View><Image name="image" value="$ocr"/><Labels name="label" toName="image"><Label value="Text"/></Labels>'
              '<Rectangle name="bbox" toName="image"/><TextArea name="transcription" toName="image"/></View>')
    with tempfile.TemporaryDirectory() as out:
        Converter(config, None, download_resources=False).convert_to_json_min(str(path), out, is_dir=False)
        task, = load(next(Path(out).glob("*.json")))
    texts = task["transcription"]
    texts = [texts] if isinstance(texts, str) else texts
    labels = []
    for text, box in zip(texts, task["bbox"], strict=True):
        w, h = box["original_width"] / 100, box["original_height"] / 100
        labels.append((text, box["x"] * w, box["y"] * h, (box["x"] + box["width"]) * w, (box["y"] + box["height"]) * h))
    first = task["bbox"][0]
    return (first["original_width"], first["original_height"]), labels


def labelme(path):
    found = load(path)
    return (found["imageWidth"], found["imageHeight"]), [(s["label"], *bounds(s["points"])) for s in found["shapes"]]


def via(path):
    picture, = load(path)["_via_img_metadata"].values()
    labels = []
    for region in picture["regions"]:
        shape = region["shape_attributes"]
        points = list(zip(shape["all_points_x"], shape["all_points_y"], strict=True))
        labels.append((region["region_attributes"]["text"], *bounds(points)))
    return None, labels


def cvat(path):
    image, = tree(path).findall("image")
    labels = []
    for shape in image.findall("box"):
        text, = [a.text or "" for a in shape.findall("attribute") if a.get("name") == "text"]
        labels.append((text, *[float(shape.get(k)) for k in ("xtl", "ytl", "xbr", "ybr")]))
    return (float(image.get("width")), float(image.get("height"))), labels


def words_of(form):
    return [(w["text"], *w["box"]) for entry in form for w in entry["words"]]


def funsd(path):
    return None, words_of(load(path)["form"])


def xfund(path):
    document, = load(path)["documents"]
    return (document["img"]["width"], document["img"]["height"]), words_of(document["document"])


def cord(path):
    found = load(path)
    size = found["meta"]["image_size"]
    labels = []
    for line in found["valid_line"]:
        for word in line["words"]:
            quad = word["quad"]
            labels.append((word["text"], *bounds([(quad[f"x{n}"], quad[f"y{n}"]) for n in (1, 2, 3, 4)])))
    return (size["width"], size["height"]), labels


def aihub(path):
    found = load(path)
    labels = [(b["data"], *bounds(list(zip(b["x"], b["y"], strict=True)))) for b in found["bbox"]]
    return (found["Images"]["width"], found["Images"]["height"]), labels


def hiertext(path):
    page, = load(path)["annotations"]
    words = [w for p in page["paragraphs"] for line in p["lines"] for w in line["words"]]
    return (page["image_width"], page["image_height"]), [(w["text"], *bounds(w["vertices"])) for w in words]


def iam(path):
    import html

    root = tree(path)
    labels = []
    for word in root.iter("word"):
        parts = [(float(c.get("x")), float(c.get("y")), float(c.get("width")), float(c.get("height"))) for c in word.iter("cmp")]
        labels.append((html.unescape(word.get("text")), *bounds([p for x, y, w, h in parts for p in ((x, y), (x + w, y + h))])))
    return (float(root.get("width")), float(root.get("height"))), labels


def google_vision(path):
    from google.cloud import vision

    answer, = load(path)["responses"]
    page, = vision.AnnotateImageResponse.from_json(json.dumps(answer)).full_text_annotation.pages
    labels = [("".join(s.text for s in word.symbols), *bounds([(v.x, v.y) for v in word.bounding_box.vertices]))
              for block in page.blocks for paragraph in block.paragraphs for word in paragraph.words]
    return (page.width, page.height), labels


def textract(path):
    import trp

    page, = trp.Document(load(path)).pages
    labels = []
    for line in page.lines:
        for word in line.words:
            labels.append((word.text, *bounds([(p.x, p.y) for p in word.geometry.polygon])))
    return (1, 1), labels


def azure_read(path):
    from azure.ai.documentintelligence.models import AnalyzeResult

    page, = AnalyzeResult(load(path)["analyzeResult"]).pages
    labels = [(w.content, *bounds(list(zip(w.polygon[::2], w.polygon[1::2])))) for w in page.words]
    return (page.width, page.height), labels


def doctr(path):
    page, = load(path)["pages"]
    words = [w for block in page["blocks"] for line in block["lines"] for w in line["words"]]
    return (1, 1), [(w["value"], *bounds(w["geometry"])) for w in words]


def paddleocr_json(path):
    found = load(path)
    pairs = zip(found["rec_texts"], found["rec_polys"], strict=True)
    return None, [(text, *bounds(polygon)) for text, polygon in pairs]


def abbyy(path):
    root = tree(path)
    labels = []
    for line in root.iter("line"):
        letters, boxes = "", []
        signs = list(line.iter("charParams"))
        for sign in signs + [None]:
            if sign is None or not (sign.text or "").strip():
                if letters:
                    labels.append((letters, *bounds([p for b in boxes for p in (b[:2], b[2:])])))
                letters, boxes = "", []
            else:
                letters += sign.text
                boxes.append([float(sign.get(k)) for k in "ltrb"])
    page = root.find("page")
    return (float(page.get("width")), float(page.get("height"))), labels


def pdftotext(path):
    root = tree(path)
    page = root.find("body/doc/page")
    labels = [(w.text or "", *[float(w.get(k)) for k in ("xMin", "yMin", "xMax", "yMax")]) for w in page.iter("word")]
    return (float(page.get("width")), float(page.get("height"))), labels


def page_xml(path):
    from ocrd_models.ocrd_page import parse

    page = parse(str(path), silence=True).get_Page()
    labels = []
    for line in page.get_AllTextLines():
        for word in line.get_Word():
            points = [tuple(map(float, pair.split(","))) for pair in word.get_Coords().get_points().split()]
            labels.append((word.get_TextEquiv()[0].get_Unicode(), *bounds(points)))
    return (page.get_imageWidth(), page.get_imageHeight()), labels


def alto(path):
    root = tree(path)
    page = next(root.iter("Page"))
    labels = []
    for word in page.iter("String"):
        x, y, w, h = (float(word.get(k)) for k in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
        labels.append((word.get("CONTENT"), x, y, x + w, y + h))
    return (float(page.get("WIDTH")), float(page.get("HEIGHT"))), labels


def coco(path):
    import contextlib
    import io

    from pycocotools.coco import COCO

    with contextlib.redirect_stdout(io.StringIO()):
        found = COCO(str(path))
    image, = found.imgs.values()
    labels = [(a["text"], *bounds(list(zip(a["segmentation"][0][::2], a["segmentation"][0][1::2]))))
              for a in found.loadAnns(found.getAnnIds(imgIds=image["id"]))]
    return (image["width"], image["height"]), labels


def huggingface(path):
    import pandas

    row, = pandas.read_json(str(path), lines=True, dtype=False, convert_dates=False).to_dict("records")
    return None, [(row["text"], None, None, None, None)]


def easyocr(path):
    import pandas

    rows = pandas.read_csv(path, sep="^([^,]+),", engine="python", usecols=["filename", "words"], keep_default_na=False)
    if len(rows) != 1:
        raise ValueError("several rows, which foxing joins")
    return None, [(rows["words"].iloc[0], None, None, None, None)]


def hocr(path):
    """By the meaning of its classes and titles; how broken HTML is mended is each reader's own, so it has to be sound XML."""
    def box(element):
        return [float(v) for v in re.search(r"\bbbox ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)", element.get("title")).groups()]

    def of(parent, name):
        return [e for e in parent.iter() if name in e.get("class", "").split()]
    page, = of(tree(path), "ocr_page")
    left, top, right, bottom = box(page)
    if left or top:
        raise ValueError("the box of the page does not begin at its corner")
    words = [w for line in of(page, "ocr_line") for w in of(line, "ocrx_word")]
    if len(words) != len(of(page, "ocrx_word")):
        raise ValueError("words stand in no line, or in two")
    return (right, bottom), [("".join(w.itertext()), *box(w)) for w in words]


def doccano(path):
    row, = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    return None, [(b["text"], b["x"], b["y"], b["x"] + b["width"], b["y"] + b["height"]) for b in row["bbox"]]


def doctr_set(path):
    """As docTR's data set for recognition reads its labels."""
    (_, text), = load(path).items()
    return None, [(text, None, None, None, None)]


def webdataset(path):
    return None, [(load(path)["text"], None, None, None, None)]


def paddleocr(path):
    """As PaddleOCR's own reader of lists takes a row apart."""
    row, = [line for line in Path(path).read_text(encoding="utf-8").split("\n") if line.strip()]
    labels = json.loads(row.strip("\n\r").split("\t")[1])
    if any(label["transcription"] in ("*", "###") for label in labels):
        return None, []
    return None, [(label["transcription"], *bounds(label["points"])) for label in labels]


def page_lines(path):
    """The texts of lines, which win over those of their words."""
    page, = tree(path).findall("Page")
    labels = []
    for line in page.iter("TextLine"):
        points = [tuple(map(float, p.split(","))) for p in line.find("Coords").get("points").split()]
        equiv, = line.findall("TextEquiv")
        labels.append((equiv.find("Unicode").text or "", *bounds(points)))
    return (float(page.get("imageWidth")), float(page.get("imageHeight"))), labels


def alto_lines(path):
    page, = tree(path).iter("Page")
    labels = []
    for line in page.iter("TextLine"):
        numbers = [float(v) for v in line.find("Shape/Polygon").get("POINTS").split()]
        string, = line.findall("String")
        labels.append((string.get("CONTENT"), *bounds(list(zip(numbers[::2], numbers[1::2], strict=True)))))
    return (float(page.get("WIDTH")), float(page.get("HEIGHT"))), labels


def reader(name):
    return {"page:transkribus": page_lines, "alto:escriptorium": alto_lines}.get(name) or READERS[name]


READERS = {name.replace("_", "-"): read for name, read in list(globals().items())
           if callable(read) and getattr(read, "__module__", "") == __name__ and name not in ("bounds", "load", "tree", "words_of", "reader", "page_lines", "alto_lines")}
READERS["page"] = READERS.pop("page-xml")
READERS["google-vision"], READERS["azure-read"] = google_vision, azure_read

# Formats whose labels are lines; the others have words.
LINES = {"doctr-set", "webdataset", "page:transkribus", "alto:escriptorium", "doccano", "paddleocr", "label-studio", "labelme", "via", "cvat", "paddleocr-json", "coco", "huggingface", "easyocr"}
