"""Small image files with metadata in them, made byte by byte, and how to ask the check about them."""

from __future__ import annotations

import json
import struct
import zlib

import orjson

from colophon.checks.base import Report
from colophon.checks.metadata.check import report_of
from colophon.checks.metadata.reading import Reading, read
from colophon.config import Limits
from colophon.errors import NotAnImage
from colophon.images.sniff import media_type_of

LIMITS = Limits()
PARAMETERS = (
    "a duck\nNegative prompt: fog\nSteps: 15, Sampler: UniPC, CFG scale: 5, Seed: 235284042, Size: 512x400"
)
AI_TERM = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
    'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"'
)


def look(data: bytes, limits: Limits = LIMITS, media_type: str | None = None) -> Report:
    """What the check would report, worker process apart: the reading travels as it does from there."""
    media_type = media_type or media_type_of(data)
    if media_type is None:
        raise NotAnImage("not an image")
    message = orjson.dumps(read(data, media_type, limits).as_json())
    return report_of(Reading.decode(message))


def said(data: bytes) -> list[tuple[str, str | None, str]]:
    """Process, generator and field of each piece of evidence."""
    return [(e.process.value, e.source_name, str(e.details["field"])) for e in look(data).evidence]


def xmp(attributes: str = "", body: str = "") -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {_NAMESPACES}><rdf:Description rdf:about="" {attributes}>{body}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


AI_XMP = xmp(f'Iptc4xmpExt:DigitalSourceType="{AI_TERM}"')


def exif(order: str = ">", **tags: bytes) -> bytes:
    """A TIFF structure with these tags; UserComment goes into the EXIF directory."""
    numbers = {"ImageDescription": 0x10E, "Make": 0x10F, "Model": 0x110, "Software": 0x131, "Artist": 0x13B}
    first = {numbers[name]: value for name, value in tags.items() if name in numbers}
    comment = tags.get("UserComment")
    count = len(first) + (comment is not None)
    out = bytearray((b"MM\0*" if order == ">" else b"II*\0") + struct.pack(order + "IH", 8, count))
    free = 8 + 2 + 12 * count + 4
    values = b""
    for tag, value in sorted(first.items()):
        padded = value if len(value) > 4 else value.ljust(5, b"\0")
        out += struct.pack(order + "HHII", tag, 2, len(padded), free + len(values))
        values += padded
    if comment is not None:
        out += struct.pack(order + "HHII", 0x8769, 4, 1, free + len(values))
        inner = free + len(values) + 2 + 12 + 4
        values += struct.pack(order + "HHHIII", 1, 0x9286, 7, len(comment), inner, 0) + comment
    return bytes(out + bytes(4) + values)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(before: bytes = b"", after: bytes = b"", behind: bytes = b"") -> bytes:
    """One grey pixel; chunks before and after the image data; bytes behind the end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(b"\0\x80"))
    return b"\x89PNG\r\n\x1a\n" + head + before + pixel + after + chunk(b"IEND", b"") + behind


def text(key: str, value: str | bytes) -> bytes:
    return chunk(b"tEXt", key.encode() + b"\0" + (value.encode() if isinstance(value, str) else value))


def ztext(key: str, value: bytes) -> bytes:
    return chunk(b"zTXt", key.encode() + b"\0\0" + zlib.compress(value, 9))


def itext(key: str, value: bytes, *, packed: bool = False) -> bytes:
    flag = b"\1\0" if packed else b"\0\0"
    return chunk(
        b"iTXt", key.encode() + b"\0" + flag + b"en\0key\0" + (zlib.compress(value) if packed else value)
    )


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def app1_xmp(packet: bytes) -> bytes:
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)


def app1_exif(tiff: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + tiff)


def app13_credit(line: bytes) -> bytes:
    iim = b"\x1c\x02\x78\0\x03abc" + b"\x1c\x02\x6e" + struct.pack(">H", len(line)) + line
    other = b"8BIM\x03\xed\x04name\0" + struct.pack(">I", 3) + b"xyz\0"
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iim)) + iim
    return segment(0xED, b"Photoshop 3.0\0" + other + block)


def jpeg(*segments: bytes, behind: bytes = b"") -> bytes:
    """The markers of a JPEG: segments, a scan with stuffing and a restart, the end; bytes behind it."""
    scan = segment(0xDA, bytes(10)) + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xff\x00"
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
        + b"".join(segments)
        + scan
        + b"\xff\xd9"
        + behind
    )


def webp(*chunks: tuple[bytes, bytes], behind: bytes = b"") -> bytes:
    body = b"".join(k + struct.pack("<I", len(v)) + v + b"\0" * (len(v) % 2) for k, v in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body + behind


def gif(*extensions: bytes, behind: bytes = b"") -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return head + b"".join(extensions) + image + b"\x3b" + behind


def gif_comment(value: bytes) -> bytes:
    blocks = [value[i : i + 255] for i in range(0, len(value), 255)]
    return b"\x21\xfe" + b"".join(bytes([len(b)]) + b for b in blocks) + b"\0"


def gif_xmp(packet: bytes) -> bytes:
    return b"\x21\xff\x0bXMP DataXMP" + packet + b"\x01" + bytes(range(255, -1, -1)) + b"\0"


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def avif(packet: bytes = b"", tiff: bytes = b"", *, in_idat: bool = False, extra: bytes = b"") -> bytes:
    """The boxes of an AVIF without pixels: XMP as item 1 and EXIF as item 2."""
    bodies = [packet, struct.pack(">I", 0) + tiff]
    types = [b"mime\0application/rdf+xml\0", b"Exif\0"]
    infos = b"".join(
        box(b"infe", b"\2\0\0\0" + struct.pack(">HH", i, 0) + kind) for i, kind in enumerate(types, 1)
    )
    iinf = box(b"iinf", bytes(4) + struct.pack(">H", 2) + infos)
    ftyp = box(b"ftyp", b"avif\0\0\0\0mif1avif")

    def located(base: int) -> bytes:
        items, at = b"", base
        for i, body in enumerate(bodies, 1):
            items += struct.pack(">HHHHII", i, int(in_idat), 0, 1, at, len(body))
            at += len(body)
        iloc = box(b"iloc", b"\1\0\0\0\x44\0" + struct.pack(">H", 2) + items)
        idat = box(b"idat", b"".join(bodies)) if in_idat else b""
        return ftyp + box(b"meta", bytes(4) + iinf + iloc + idat) + extra

    start = 0 if in_idat else len(located(0)) + 8
    return located(start) + (b"" if in_idat else box(b"mdat", b"".join(bodies)))


def trailer(name: bytes, body: bytes, kind: int = 0x0D91) -> bytes:
    """Samsung's: one block, the directory, the end."""
    block = struct.pack("<HHI", 0, kind, len(name)) + name + body
    directory = b"SEFH" + struct.pack("<IIHHII", 107, 1, 0, kind, len(block), len(block))
    return block + directory + struct.pack("<I", len(directory)) + b"SEFT"


GALAXY = trailer(b"PEg_Info", json.dumps({"genImageVersion": "v1", "genAIType": 8}).encode())
GROK = exif(
    ImageDescription=b"Signature: " + b"Ab3/" * 20 + b"=\0", Artist=b"0f5a2c9e-5b1c-4b5e-9a51-1e2d3c4b5a69\0"
)
GRAPH = json.dumps({"3": {"class_type": "KSampler", "inputs": {}}})
WORKFLOW = json.dumps({"nodes": [], "links": [], "version": 0.4})
AIGC = json.dumps({"Label": "1", "ContentProducer": "0011", "ProduceID": "e357"})
JOB = "a view --v 5.2 Job ID: 2b6e053b-9a65-4ca9-9e13-b6f4465164d4"

# Every way of the table in facts 2.1, with what it must give: process, generator, field.
EXAMPLES: dict[str, tuple[bytes, list[tuple[str, str | None, str]]]] = {
    "iptc attribute": (jpeg(app1_xmp(AI_XMP)), [("ai_generated", None, "xmp:DigitalSourceType")]),
    "iptc element": (
        jpeg(app1_xmp(xmp(body=f"<Iptc4xmpExt:DigitalSourceType>{AI_TERM}</Iptc4xmpExt:DigitalSourceType>"))),
        [("ai_generated", None, "xmp:DigitalSourceType")],
    ),
    "iptc resource": (
        jpeg(app1_xmp(xmp(body=f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{AI_TERM}"/>'))),
        [("ai_generated", None, "xmp:DigitalSourceType")],
    ),
    "iptc other name": (
        webp((b"XMP ", xmp('Iptc4xmpExt:DigitalSourceFileType="compositeWithTrainedAlgorithmicMedia"'))),
        [("ai_edited", None, "xmp:DigitalSourceFileType")],
    ),
    "iptc composite": (
        avif(xmp('Iptc4xmpExt:DigitalSourceType="digsrctype:compositeSynthetic"')),
        [("composite_ai", None, "xmp:DigitalSourceType")],
    ),
    "iptc camera": (
        gif(gif_xmp(xmp('Iptc4xmpExt:DigitalSourceType="https://cv.iptc.org/x/digitalCapture/"'))),
        [("captured", None, "xmp:DigitalSourceType")],
    ),
    "ai system alone": (
        jpeg(app1_xmp(xmp('Iptc4xmpExt:AISystemUsed="the chatgpt of Jane Doe"'))),
        [("ai_involved", "ChatGPT", "xmp:AISystemUsed")],
    ),
    "ai system unknown": (
        jpeg(app1_xmp(xmp(body="<Iptc4xmpExt:AISystemUsed>Jane Doe&#39;s own</Iptc4xmpExt:AISystemUsed>"))),
        [("ai_involved", None, "xmp:AISystemUsed")],
    ),
    "ai system with type": (
        png(
            itext(
                "XML:com.adobe.xmp",
                AI_XMP.replace(b'about=""', b'about="" Iptc4xmpExt:AISystemUsed="Imagen 4"'),
            )
        ),
        [("ai_generated", "Imagen", "xmp:DigitalSourceType")],
    ),
    "google xmp": (
        png(itext("XML:com.adobe.xmp", xmp('photoshop:Credit="Made with Google AI"'), packed=True)),
        [("ai_generated", "Google AI", "xmp:Credit")],
    ),
    "google iptc": (
        jpeg(app13_credit(b"Edited with Google AI")),
        [("ai_edited", "Google AI", "iptc:Credit")],
    ),
    "a1111 png": (png(text("parameters", PARAMETERS)), [("ai_generated", "AUTOMATIC1111", "png:parameters")]),
    "a1111 after the pixels": (
        png(after=ztext("parameters", PARAMETERS.encode())),
        [("ai_generated", "AUTOMATIC1111", "png:parameters")],
    ),
    "a1111 exif, big-endian": (
        jpeg(app1_exif(exif("<", UserComment=b"UNICODE\0" + PARAMETERS.encode("utf-16-be")))),
        [("ai_generated", "AUTOMATIC1111", "exif:UserComment")],
    ),
    "a1111 exif, little-endian": (
        webp((b"EXIF", b"Exif\0\0" + exif(UserComment=b"UNICODE\0" + PARAMETERS.encode("utf-16-le")))),
        [("ai_generated", "AUTOMATIC1111", "exif:UserComment")],
    ),
    "a1111 exif in avif": (
        avif(tiff=exif(UserComment=b"ASCII\0\0\0" + PARAMETERS.encode()), in_idat=True),
        [("ai_generated", "AUTOMATIC1111", "exif:UserComment")],
    ),
    "a1111 gif": (
        gif(gif_comment(PARAMETERS.encode() + b" " * 300)),
        [("ai_generated", "AUTOMATIC1111", "gif:comment")],
    ),
    "comfyui": (
        png(text("prompt", GRAPH) + text("workflow", WORKFLOW)),
        [("ai_generated", "ComfyUI", "png:prompt")],
    ),
    "comfyui as python writes it": (
        png(text("prompt", '{"3": {"class_type": "KSampler", "is_changed": [NaN, -Infinity]}}')),
        [("ai_generated", "ComfyUI", "png:prompt")],
    ),
    "comfyui workflow": (png(text("workflow", WORKFLOW)), [("ai_generated", "ComfyUI", "png:workflow")]),
    "comfyui webp": (
        webp((b"EXIF", exif(Model=b"prompt:" + GRAPH.encode() + b"\0", Make=b"workflow:{}\0"))),
        [("ai_generated", "ComfyUI", "exif:Model")],
    ),
    "fooocus": (
        png(text("parameters", PARAMETERS) + text("fooocus_scheme", "a1111")),
        [("ai_generated", "Fooocus", "png:fooocus_scheme")],
    ),
    "invokeai": (
        png(text("invokeai_metadata", '{"seed": 1}')),
        [("ai_generated", "InvokeAI", "png:invokeai_metadata")],
    ),
    "invokeai dream": (
        png(text("Dream", '"a cat" -s 50 -S 29')),
        [("ai_generated", "InvokeAI", "png:Dream")],
    ),
    "novelai": (
        png(text("Software", "NovelAI") + text("Comment", '{"steps": 28}')),
        [("ai_generated", "NovelAI", "png:Software")],
    ),
    "midjourney": (
        png(text("Author", "someone") + text("Description", JOB)),
        [("ai_generated", "Midjourney", "png:Description")],
    ),
    "grok": (jpeg(app1_exif(GROK)), [("ai_generated", "xAI Grok", "exif:ImageDescription")]),
    "tc260 xmp": (
        png(
            itext(
                "XML:com.adobe.xmp", xmp(body=f"<TC260:AIGC>{AIGC.replace(chr(34), '&quot;')}</TC260:AIGC>")
            )
        ),
        [("ai_generated", "TC260 AIGC", "xmp:AIGC")],
    ),
    "tc260 png": (png(text("AIGC", AIGC)), [("ai_generated", "TC260 AIGC", "png:AIGC")]),
    "tc260 exif": (
        jpeg(app1_exif(exif(ImageDescription=f'{{"AIGC": {AIGC}}}'.encode()))),
        [("ai_generated", "TC260 AIGC", "exif:ImageDescription")],
    ),
    "tc260 guess": (png(text("AIGC", AIGC.replace('"1"', '"3"'))), [("unknown", "TC260 AIGC", "png:AIGC")]),
    "samsung png": (png(behind=GALAXY), [("ai_edited", "Samsung Photo assist", "samsung:PEg_Info")]),
    "samsung jpeg": (
        jpeg(behind=trailer(b"PhotoEditor_Re_Edit_Data", b'{"genAIType": 2}', 0x0BA1)),
        [("ai_edited", "Samsung Photo assist", "samsung:PhotoEditor_Re_Edit_Data")],
    ),
    "tiff": (
        exif(Artist=GROK[-37:], ImageDescription=b"Signature: " + b"A" * 64),
        [("ai_generated", "xAI Grok", "exif:ImageDescription")],
    ),
}

# Files that must give no evidence at all: near misses, and statements in places that are not the image's own.
SILENT: dict[str, bytes] = {
    "nothing": png(),
    "parameters of something else": png(text("parameters", "width=3; Steps: many")),
    "a caption about prompts": png(text("Comment", PARAMETERS)),
    "software alone": png(text("Software", "NovelAI")),
    "a json prompt": png(text("prompt", '{"question": "name?"}')),
    "description without job": png(text("Author", "someone") + text("Description", "a view")),
    "signature without artist": jpeg(app1_exif(exif(ImageDescription=b"Signature: " + b"A" * 64))),
    "camera": jpeg(app1_exif(exif(Make=b"Polyphony Digital Inc.\0", Model=b"Gran Turismo 5\0"))),
    "credit of an agency": jpeg(app13_credit(b"NASA, Google AI team")),
    "aigc of something else": png(text("AIGC", '{"Label": "1"}')),
    "samsung without ai": jpeg(behind=trailer(b"PEg_Info", b'{"genAIType": 0}')),
    "other block of samsung": jpeg(behind=trailer(b"Image_Info", b'{"genAIType": 8}')),
    "unknown term": jpeg(app1_xmp(xmp('Iptc4xmpExt:DigitalSourceType="trainedAlgorithmicMediarall"'))),
    "training data": jpeg(app1_xmp(xmp('Iptc4xmpExt:DigitalSourceType="trainedAlgorithmicData"'))),
    "other namespace": jpeg(app1_xmp(AI_XMP.replace(b"std/Iptc4xmpExt", b"std/other"))),
    "an ingredient's type": jpeg(
        app1_xmp(
            xmp(
                body="<xmpMM:Pantry><rdf:Bag><rdf:li><rdf:Description "
                f'Iptc4xmpExt:DigitalSourceType="{AI_TERM}"/></rdf:li></rdf:Bag></xmpMM:Pantry>'
            )
        )
    ),
    "behind the end of a jpeg: text": jpeg(behind=b"trainedAlgori"),
    "behind the end of a jpeg: xmp": jpeg(behind=AI_XMP),
    "behind the end of a jpeg: segment": jpeg(behind=app1_xmp(AI_XMP)),
    "behind the end of a jpeg: archive": jpeg(behind=b"PK\3\4" + bytes(26) + AI_XMP),
    "behind the end of a jpeg: page": jpeg(behind=b"<html><body>" + AI_XMP + b"</body></html>"),
    "behind the end of a png": png(behind=text("parameters", PARAMETERS)),
    "behind the end of a webp": webp((b"VP8 ", b"1234"), behind=webp((b"XMP ", AI_XMP))[12:]),
    "behind the end of a gif": gif(behind=gif_comment(PARAMETERS.encode())),
    "samsung json without a directory": jpeg(behind=b'PEg_Info{"genAIType":8}SEFT'),
    "samsung directory not at the end": jpeg(behind=GALAXY + b"13 more bytes"),
    "samsung block inside the image": jpeg(segment(0xEF, GALAXY[:-36]), behind=GALAXY[-36:]),
    "in the compressed pixels": jpeg().replace(b"\x12\xff\x00\x34", AI_XMP),
    "in a signed record": png(chunk(b"caBX", AI_XMP)),
    "in an unknown segment": jpeg(segment(0xEB, b"JP\0\1" + AI_XMP)),
}  # fmt: skip
