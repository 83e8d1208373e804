"""How a page is written in each format: `name: (ending, write)`. A writer gets a page and gives the text of its file."""

import html
import json

from pages import corners


def dump(value):
    return json.dumps(value, ensure_ascii=False)


def flat(box):
    return [v for point in corners(box) for v in point]


def shares(box, size):
    return [[box[0] / size[0], box[1] / size[1]], [box[2] / size[0], box[3] / size[1]]]


def percent(box, size):
    return {"x": box[0] / size[0] * 100, "y": box[1] / size[1] * 100, "width": (box[2] - box[0]) / size[0] * 100,
            "height": (box[3] - box[1]) / size[1] * 100, "rotation": 0}


def label_studio(page):
    result = []
    for number, line in enumerate(page.lines):
        common = {"id": f"r{number}", "to_name": "image", "original_width": page.size[0], "original_height": page.size[1],
                  "image_rotation": 0}
        value = percent(line.box, page.size)
        result.append({**common, "from_name": "bbox", "type": "rectangle", "value": value})
        result.append({**common, "from_name": "transcription", "type": "textarea", "value": {**value, "text": [line.text]}})
    return dump([{"id": 1, "data": {"ocr": f"/data/upload/1/0a1b2c3d-{page.name}.png"},
                  "annotations": [{"id": 1, "was_cancelled": False, "result": result}], "predictions": []}])


def labelme(page):
    shapes = [{"label": line.text, "points": [list(line.box[:2]), list(line.box[2:])], "group_id": None,
               "shape_type": "rectangle", "flags": {}} for line in page.lines]
    return dump({"version": "5.5.0", "flags": {}, "shapes": shapes, "imagePath": page.name + ".png", "imageData": None,
                 "imageHeight": page.size[1], "imageWidth": page.size[0]})


def via(page):
    regions = [{"shape_attributes": {"name": "polygon", "all_points_x": [p[0] for p in corners(line.box)],
                                     "all_points_y": [p[1] for p in corners(line.box)]},
                "region_attributes": {"text": line.text}} for line in page.lines]
    name = page.name + ".png"
    return dump({"_via_settings": {}, "_via_img_metadata": {name + "9": {
        "filename": name, "size": 9, "regions": regions, "file_attributes": {}}}})


def cvat(page):
    shapes = "".join(
        f'<box label="text" occluded="0" xtl="{b[0]}.00" ytl="{b[1]}.00" xbr="{b[2]}.00" ybr="{b[3]}.00" z_order="0">'
        f'<attribute name="text">{html.escape(line.text)}</attribute></box>' for line in page.lines for b in [line.box])
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<annotations><version>1.1</version><meta><task><labels><label>'
            f"<name>text</name><attributes><attribute><name>text</name></attribute></attributes></label></labels></task></meta>"
            f'<image id="0" name="{page.name}.png" width="{page.size[0]}" height="{page.size[1]}">{shapes}</image></annotations>')


def form(page):
    return [{"id": number, "box": list(line.box), "text": line.text, "label": "other", "linking": [],
             "words": [{"box": list(w.box), "text": w.text} for w in line.words]} for number, line in enumerate(page.lines)]


def funsd(page):
    return dump({"form": form(page)})


def xfund(page):
    return dump({"lang": "ko", "version": "0.1", "split": "train", "documents": [{
        "id": page.name, "uid": "0", "img": {"fname": page.name + ".png", "width": page.size[0], "height": page.size[1]},
        "document": form(page)}]})


def cord(page):
    def quad(box):
        return {f"{axis}{n + 1}": corners(box)[n][i] for n in range(4) for i, axis in enumerate("xy")}
    return dump({"valid_line": [{"words": [{"quad": quad(w.box), "is_key": 0, "row_id": n, "text": w.text} for w in line.words],
                                 "category": "menu.nm", "group_id": n} for n, line in enumerate(page.lines)],
                 "meta": {"version": "2.0.0", "image_size": {"width": page.size[0], "height": page.size[1]}},
                 "roi": {}, "repeating_symbol": [], "dontcare": []})


def aihub(page):
    boxes = [{"data": w.text, "id": n, "x": [w.box[0], w.box[0], w.box[2], w.box[2]], "y": [w.box[1], w.box[3], w.box[1], w.box[3]]}
             for n, w in enumerate(page.words)]
    return dump({"Images": {"identifier": page.name, "width": page.size[0], "height": page.size[1]}, "bbox": boxes})


def hiertext(page):
    def piece(box, text, **more):
        return {"vertices": corners(box), "text": text, "legible": True, "handwritten": False, "vertical": False, **more}
    return dump({"info": {}, "annotations": [{
        "image_id": page.name, "image_width": page.size[0], "image_height": page.size[1], "paragraphs": [
            {"vertices": corners(line.box), "legible": True,
             "lines": [piece(line.box, line.text, words=[piece(w.box, w.text) for w in line.words])]} for line in page.lines]}]})


def iam(page):
    quote = lambda text: html.escape(html.escape(text))
    lines = "".join(
        f'<line id="l{n}" text="{quote(line.text)}">' + "".join(
            f'<word id="l{n}w{m}" text="{quote(w.text)}"><cmp x="{w.box[0]}" y="{w.box[1]}" width="{w.box[2] - w.box[0]}" '
            f'height="{w.box[3] - w.box[1]}"/></word>' for m, w in enumerate(line.words)) + "</line>"
        for n, line in enumerate(page.lines))
    return (f'<?xml version="1.0"?><form id="{page.name}" width="{page.size[0]}" height="{page.size[1]}">'
            f"<handwritten-part>{lines}</handwritten-part></form>")


def google_vision(page):
    def word(w, end):
        symbols = [{"text": c} for c in w.text]
        symbols[-1]["property"] = {"detectedBreak": {"type": end}}
        vertices = [{k: v for k, v in zip("xy", p) if v} for p in corners(w.box)]
        return {"boundingBox": {"vertices": vertices}, "symbols": symbols, "confidence": 0.5}
    words = [word(w, "LINE_BREAK" if w is line.words[-1] else "SPACE") for line in page.lines for w in line.words]
    return dump({"responses": [{"fullTextAnnotation": {"pages": [{
        "width": page.size[0], "height": page.size[1], "blocks": [{"blockType": "TEXT", "paragraphs": [{"words": words}]}]}],
        "text": "\n".join(line.text for line in page.lines)}}]})


def textract(page):
    def geometry(box):
        (left, top), (right, bottom) = shares(box, page.size)
        return {"BoundingBox": {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top},
                "Polygon": [{"X": x / page.size[0], "Y": y / page.size[1]} for x, y in corners(box)]}
    blocks = [{"BlockType": "PAGE", "Id": "p", "Page": 1, "Geometry": geometry((0, 0) + page.size),
               "Relationships": [{"Type": "CHILD", "Ids": [f"l{n}" for n in range(len(page.lines))]}]}]
    for n, line in enumerate(page.lines):
        ids = [f"l{n}w{m}" for m in range(len(line.words))]
        blocks.append({"BlockType": "LINE", "Id": f"l{n}", "Page": 1, "Text": line.text, "Confidence": 99.0,
                       "Geometry": geometry(line.box), "Relationships": [{"Type": "CHILD", "Ids": ids}]})
        blocks += [{"BlockType": "WORD", "Id": i, "Page": 1, "Text": w.text, "Confidence": 98.0, "Geometry": geometry(w.box)}
                   for i, w in zip(ids, line.words)]
    return dump({"DocumentMetadata": {"Pages": 1}, "Blocks": blocks})


def azure_read(page):
    words, lines, text = [], [], ""
    for line in page.lines:
        start = len(text)
        for w in line.words:
            words.append({"content": w.text, "polygon": flat(w.box), "confidence": 0.9,
                          "span": {"offset": len(text), "length": len(w.text)}})
            text += w.text + " "
        lines.append({"content": line.text, "polygon": flat(line.box), "spans": [{"offset": start, "length": len(text) - start - 1}]})
    return dump({"status": "succeeded", "analyzeResult": {
        "apiVersion": "2024-11-30", "modelId": "prebuilt-read", "stringIndexType": "unicodeCodePoint", "content": text, "pages": [{
            "pageNumber": 1, "angle": 0, "width": page.size[0], "height": page.size[1], "unit": "pixel", "words": words,
            "lines": lines, "spans": [{"offset": 0, "length": len(text)}]}]}})


def doctr(page):
    lines = [{"geometry": shares(line.box, page.size), "objectness_score": 0.9, "words": [
        {"value": w.text, "confidence": 0.9, "geometry": shares(w.box, page.size), "objectness_score": 0.9,
         "crop_orientation": {"value": 0, "confidence": None}} for w in line.words]} for line in page.lines]
    return dump({"pages": [{"page_idx": 0, "dimensions": [page.size[1], page.size[0]], "orientation": {"value": 0, "confidence": 0},
                            "language": {"value": None, "confidence": None}, "blocks": [
                                {"geometry": [[0, 0], [1, 1]], "lines": lines, "artefacts": []}]}]})


def paddleocr_json(page):
    return dump({"input_path": page.name + ".png", "page_index": None, "rec_texts": [line.text for line in page.lines],
                 "rec_scores": [0.9] * len(page.lines), "rec_polys": [corners(line.box) for line in page.lines],
                 "rec_boxes": [list(line.box) for line in page.lines]})


def abbyy(page):
    def letter(c, left, right, box):
        return f'<charParams l="{left}" t="{box[1]}" r="{right}" b="{box[3]}">{html.escape(c, quote=False)}</charParams>'
    lines = ""
    for line in page.lines:
        letters = []
        for w in line.words:
            step = (w.box[2] - w.box[0]) / len(w.text)
            edges = [round(w.box[0] + step * n) for n in range(len(w.text))] + [w.box[2]]
            letters.append("".join(letter(c, edges[n], edges[n + 1], w.box) for n, c in enumerate(w.text)))
        b = line.box
        blank = letter(" ", b[0], b[0], b)
        lines += (f'<line baseline="{b[3] - 3}" l="{b[0]}" t="{b[1]}" r="{b[2]}" b="{b[3]}"><formatting lang="English">'
                  + blank.join(letters) + "</formatting></line>")
    return ('<?xml version="1.0" encoding="UTF-8"?><document version="1.0" producer="x" '
            'xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml">'
            f'<page width="{page.size[0]}" height="{page.size[1]}" resolution="150"><block blockType="Text" l="0" t="0" '
            f'r="{page.size[0]}" b="{page.size[1]}"><text><par>{lines}</par></text></block></page></document>')


def pdftotext(page):
    def box(b):
        return f'xMin="{b[0]}.000000" yMin="{b[1]}.000000" xMax="{b[2]}.000000" yMax="{b[3]}.000000"'
    lines = "".join(f"<line {box(line.box)}>" + "".join(
        f"<word {box(w.box)}>{html.escape(w.text, quote=False)}</word>" for w in line.words) + "</line>" for line in page.lines)
    return ('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x.dtd"><html xmlns="http://www.w3.org/1999/xhtml">'
            f'<head><title>t</title></head><body><doc><page width="{page.size[0]}.000000" height="{page.size[1]}.000000"><flow>'
            f"<block {box((0, 0) + page.size)}>{lines}</block></flow></page></doc></body></html>")


def page_xml(page):
    def points(box):
        return " ".join(f"{x},{y}" for x, y in corners(box))

    def text(value):
        return f"<TextEquiv><Unicode>{html.escape(value, quote=False)}</Unicode></TextEquiv>"
    lines = "".join(
        f'<TextLine id="l{n}"><Coords points="{points(line.box)}"/>' + "".join(
            f'<Word id="l{n}w{m}"><Coords points="{points(w.box)}"/>{text(w.text)}</Word>' for m, w in enumerate(line.words))
        + text(line.text) + "</TextLine>" for n, line in enumerate(page.lines))
    return ('<?xml version="1.0" encoding="UTF-8"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
            "<Metadata><Creator>x</Creator><Created>2026-01-01T00:00:00</Created><LastChange>2026-01-01T00:00:00</LastChange></Metadata>"
            f'<Page imageFilename="{page.name}.png" imageWidth="{page.size[0]}" imageHeight="{page.size[1]}"><TextRegion id="r">'
            f'<Coords points="{points((0, 0) + page.size)}"/>{lines}</TextRegion></Page></PcGts>')


def alto(page):
    def box(b):
        return f'HPOS="{b[0]}" VPOS="{b[1]}" WIDTH="{b[2] - b[0]}" HEIGHT="{b[3] - b[1]}"'
    lines = "".join(f'<TextLine ID="l{n}" {box(line.box)}>' + "<SP/>".join(
        f'<String ID="l{n}w{m}" CONTENT="{html.escape(w.text)}" {box(w.box)}/>' for m, w in enumerate(line.words)) + "</TextLine>"
        for n, line in enumerate(page.lines))
    return ('<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>'
            "<MeasurementUnit>pixel</MeasurementUnit></Description><Layout>"
            f'<Page ID="p" PHYSICAL_IMG_NR="1" WIDTH="{page.size[0]}" HEIGHT="{page.size[1]}"><PrintSpace {box((0, 0) + page.size)}>'
            f'<TextBlock ID="b" {box((0, 0) + page.size)}>{lines}</TextBlock></PrintSpace></Page></Layout></alto>')


def transkribus(page):
    """PAGE as Transkribus hands it out: its own metadata, a reading order, attributes `custom`, the text of regions too."""
    def points(box):
        return " ".join(f"{x},{y}" for x, y in corners(box))

    def text(value):
        return f"<TextEquiv><Unicode>{html.escape(value, quote=False)}</Unicode></TextEquiv>"
    lines = "".join(
        f'<TextLine id="r_1_l{n}" custom="readingOrder {{index:{n};}} person {{offset:0; length:3; continued:true;}}">'
        f'<Coords points="{points(line.box)}"/><Baseline points="{line.box[0]},{line.box[3] - 3} {line.box[2]},{line.box[3] - 3}"/>'
        + "".join(f'<Word id="w_{n}_{m}" custom="readingOrder {{index:{m};}}"><Coords points="{points(w.box)}"/>{text(w.text)}</Word>'
                  for m, w in enumerate(line.words)) + text(line.text) + "</TextLine>" for n, line in enumerate(page.lines))
    whole = "\n".join(line.text for line in page.lines)
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://schema.primaresearch.org/PAGE/gts/'
            'pagecontent/2013-07-15 http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15/pagecontent.xsd"><Metadata>'
            "<Creator>prov=READ-COOP</Creator><Created>2026-01-01T00:00:00.000+01:00</Created><LastChange>2026-01-01T00:00:00.000+01:00"
            '</LastChange><TranskribusMetadata docId="7" pageId="9" pageNr="1" tsid="1" status="GT" userId="1" '
            'imgUrl="https://files.example.org/Get?id=X&amp;fileType=view" imgWidth="0"/></Metadata>'
            f'<Page imageFilename="{page.name}.png" imageWidth="{page.size[0]}" imageHeight="{page.size[1]}"><ReadingOrder>'
            '<OrderedGroup id="ro_1" caption="Regions reading order"><RegionRefIndexed index="0" regionRef="r_1"/></OrderedGroup>'
            '</ReadingOrder><TextRegion type="paragraph" id="r_1" custom="readingOrder {index:0;} structure {type:paragraph;}">'
            f'<Coords points="{points((0, 0) + page.size)}"/>{lines}{text(whole)}</TextRegion></Page></PcGts>')


def escriptorium(page):
    """ALTO as eScriptorium hands it out: tags for kinds of blocks and lines, points without commas, a line in one string."""
    def box(b):
        return f'HPOS="{b[0]}" VPOS="{b[1]}" WIDTH="{b[2] - b[0]}" HEIGHT="{b[3] - b[1]}"'

    def points(b):
        return " ".join(f"{x} {y}" for x, y in corners(b))
    lines = "".join(
        f'\n<TextLine ID="eSc_line_{n}" TAGREFS="LT1" BASELINE="{line.box[0]} {line.box[3] - 3} {line.box[2]} {line.box[3] - 3}" '
        f'{box(line.box)}>\n<Shape><Polygon POINTS="{points(line.box)}"/></Shape>\n'
        f'<String CONTENT="{html.escape(line.text)}" {box(line.box)}></String>\n</TextLine>' for n, line in enumerate(page.lines))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xmlns="http://www.loc.gov/standards/alto/ns-v4#" xsi:schemaLocation="http://www.loc.gov/standards/alto/ns-v4# '
            'http://www.loc.gov/standards/alto/v4/alto-4-2.xsd">\n<Description><MeasurementUnit>pixel</MeasurementUnit>'
            f"<sourceImageInformation><fileName>{page.name}.png</fileName></sourceImageInformation></Description>"
            '<Tags><OtherTag ID="BT1" LABEL="Main" DESCRIPTION="block type Main"/>'
            '<OtherTag ID="LT1" LABEL="Default" DESCRIPTION="line type Default"/></Tags><Layout>'
            f'<Page WIDTH="{page.size[0]}" HEIGHT="{page.size[1]}" PHYSICAL_IMG_NR="0" ID="eSc_dummypage_">'
            f'<PrintSpace {box((0, 0) + page.size)}><TextBlock {box((0, 0) + page.size)} ID="eSc_textblock_1" TAGREFS="BT1">'
            f"<Shape><Polygon POINTS=\"{points((0, 0) + page.size)}\"/></Shape>{lines}</TextBlock></PrintSpace></Page></Layout></alto>")


def hocr(page):
    def box(b):
        return " ".join(map(str, b))
    lines = "".join(
        f'<span class="ocr_line" id="l{n}" title="bbox {box(line.box)}; baseline 0 -3">' + " ".join(
            f'<span class="ocrx_word" id="w{n}_{m}" title="bbox {box(w.box)}; x_wconf 90">{html.escape(w.text)}</span>'
            for m, w in enumerate(line.words)) + "</span>\n" for n, line in enumerate(page.lines))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title>'
            '<meta name="ocr-system" content="x"/></head><body>'
            f'<div class="ocr_page" id="p" title="image &quot;{page.name}.png&quot;; bbox 0 0 {page.size[0]} {page.size[1]}; ppageno 0">'
            f'<p class="ocr_par" title="bbox 0 0 {page.size[0]} {page.size[1]}">\n{lines}</p></div></body></html>')


def doccano(page):
    boxes = [{"x": line.box[0], "y": line.box[1], "width": line.box[2] - line.box[0], "height": line.box[3] - line.box[1],
              "label": "text", "text": line.text} for line in page.lines]
    return dump({"id": 1, "filename": page.name + ".png", "bbox": boxes}) + "\n"


def doctr_set(page):
    return dump({page.name + ".png": page.lines[0].text})


def webdataset(page):
    return dump({"text": page.lines[0].text, "source": page.name, "variant": 0, "width": page.size[0], "height": page.size[1],
                 "cer": None})


def paddleocr(page):
    return page.name + ".png\t" + dump([{"transcription": line.text, "points": corners(line.box), "difficult": False}
                                        for line in page.lines]) + "\n"


def coco(page):
    return dump({"images": [{"id": 1, "file_name": page.name + ".png", "width": page.size[0], "height": page.size[1]}],
                 "annotations": [{"id": n + 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "text": line.text,
                                  "bbox": [line.box[0], line.box[1], line.box[2] - line.box[0], line.box[3] - line.box[1]],
                                  "area": 1, "segmentation": [flat(line.box)]} for n, line in enumerate(page.lines)],
                 "categories": [{"id": 1, "name": "text"}]})


def huggingface(page):
    return dump({"file_name": page.name + ".png", "text": " ".join(line.text for line in page.lines[:1])}) + "\n"


def easyocr(page):
    return f"filename,words\n{page.name}.png,{page.lines[0].text}\n"


WRITERS = {
    "label-studio": ("json", label_studio), "labelme": ("json", labelme), "via": ("json", via), "cvat": ("xml", cvat),
    "funsd": ("json", funsd), "xfund": ("json", xfund), "cord": ("json", cord), "aihub": ("json", aihub),
    "hiertext": ("json", hiertext), "iam": ("xml", iam), "google-vision": ("json", google_vision), "textract": ("json", textract),
    "azure-read": ("json", azure_read), "doctr": ("json", doctr), "paddleocr-json": ("json", paddleocr_json),
    "page:transkribus": ("xml", transkribus), "alto:escriptorium": ("xml", escriptorium), "hocr": ("html", hocr),
    "doccano": ("jsonl", doccano), "paddleocr": ("txt", paddleocr), "doctr-set": ("json", doctr_set),
    "webdataset": ("json", webdataset),
    "abbyy": ("xml", abbyy), "pdftotext": ("html", pdftotext), "page": ("xml", page_xml), "alto": ("xml", alto),
    "coco": ("json", coco), "huggingface": ("jsonl", huggingface), "easyocr": ("csv", easyocr),
}
