"""Encoders of Python's standard library: a line of JSON {step, data: base64} in, a line of base64 out."""
import base64, binascii, codecs, gzip, hashlib, hmac, html, io, json, quopri, sys, tarfile, zipfile, zlib
from urllib.parse import quote, quote_plus, urlencode
from xml.sax.saxutils import escape, quoteattr


def each_byte(form):
    return lambda data: "".join(form % byte for byte in data).encode()


def each_unit(text):
    units = text.encode("utf-16-be")
    return "".join("\\u%04x" % int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2))


def raw_deflate(data):
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def multipart(data, filename):
    name = 'name="payload"' + ('; filename="report.bin"' if filename else "")
    kind = b"Content-Type: application/octet-stream\r\n" if filename else b""
    head = b'--b0undary7\r\nContent-Disposition: form-data; name="v"\r\n\r\n4\r\n--b0undary7\r\n'
    return head + b"Content-Disposition: form-data; " + name.encode() + b"\r\n" + kind + b"\r\n" + data + b"\r\n--b0undary7--\r\n"


def zipped(data, method):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr(zipfile.ZipInfo("log/report.txt"), data, method)
    return target.getvalue()


def tarred(data):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        entry = tarfile.TarInfo("report.txt")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return target.getvalue()


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def jwt(data):
    head = url64(b'{"alg":"HS256","typ":"JWT"}')
    body = url64(json.dumps({"iat": 1764150000, "sub": data.decode()}).encode())
    signed = head + b"." + body
    return signed + b"." + url64(hmac.new(b"k" * 32, signed, "sha256").digest())


def numeric_entities(text):
    return "".join("&#%d;" % ord(c) if i % 2 else "&#x%x;" % ord(c) for i, c in enumerate(text))


def cut_gzip(data):
    # What was sent before the connection broke: the data whole, but not the end of the stream.
    noise = hashlib.shake_256(data).hexdigest(3000).encode()
    packed = gzip.compress(data + b"\n" + noise)
    return packed[: len(packed) - 900]


STEPS = {
    "percent": lambda d: quote(d, safe="").encode(),
    "percent every byte": each_byte("%%%02x"),
    "percent twice": lambda d: quote(quote(d, safe=""), safe="").encode(),
    "form": lambda d: urlencode({"v": "4", "data": d, "ts": "1764150000"}, quote_via=quote_plus).encode(),
    "html entities": lambda d: html.escape(d.decode()).encode("ascii", "xmlcharrefreplace"),
    "numeric entities": lambda d: numeric_entities(d.decode()).encode(),
    "xml element": lambda d: b'<?xml version="1.0" encoding="UTF-8"?><r><v>4</v><data>' + escape(d.decode()).encode() + b"</data></r>",
    "xml attribute": lambda d: b"<r v='4' data=" + quoteattr(d.decode()).encode() + b"/>",
    "json": lambda d: json.dumps({"v": 4, "data": d.decode(), "ok": True}, ensure_ascii=False).encode(),
    "json ascii": lambda d: json.dumps({"v": 4, "list": [{"data": d.decode()}]}).encode(),
    "json lines": lambda d: b'{"e":"start","n":1}\n' + json.dumps({"e": "x", "p": d.decode()}).encode() + b'\n{"e":"end"}\n',
    "u escapes": lambda d: ('{"data":"' + each_unit(d.decode()) + '"}').encode(),
    "x escapes": each_byte("\\x%02x"),
    "multipart field": lambda d: multipart(d, False),
    "multipart file": lambda d: multipart(d, True),
    "base64": base64.b64encode,
    "base64 wrapped": base64.encodebytes,
    "base64url": url64,
    "hex": binascii.hexlify,
    "HEX": lambda d: binascii.hexlify(d).upper(),
    "quoted-printable": quopri.encodestring,
    "zlib": zlib.compress,
    "deflate": raw_deflate,
    "gzip of two members": lambda d: gzip.compress(d[: len(d) // 2]) + gzip.compress(d[len(d) // 2 :]),
    "gzip cut off": cut_gzip,
    "jwt": jwt,
    "data URL": lambda d: b"data:text/plain;base64," + base64.b64encode(d),
    "utf-16le": lambda d: d.decode().encode("utf-16-le"),
    "utf-16be": lambda d: d.decode().encode("utf-16-be"),
    "utf-16 with mark": lambda d: codecs.BOM_UTF16_LE + d.decode().encode("utf-16-le"),
    "gbk": lambda d: d.decode().encode("gbk"),
    "big5": lambda d: d.decode().encode("big5"),
    "shift_jis": lambda d: d.decode().encode("shift_jis"),
    "iso-8859-1": lambda d: d.decode().encode("latin-1"),
    "reversed": lambda d: d.decode()[::-1].encode(),
    "zip": lambda d: zipped(d, zipfile.ZIP_DEFLATED),
    "zip stored": lambda d: zipped(d, zipfile.ZIP_STORED),
    "tar": tarred,
}


def hashed(name, content):
    return hashlib.blake2b(content, digest_size=32) if name == "blake2b-32" else hashlib.new(name, content)


def digest(order):
    content = order["content"].encode()
    algorithms = order["algorithms"]
    if order["hmacKey"] is not None:
        made = hmac.new(order["hmacKey"].encode(), content, algorithms[0]).digest()
    else:
        for name in algorithms[:-1]:
            content = hashed(name, content).hexdigest().encode()
        made = hashed(algorithms[-1], content).digest()
    texts = {
        "hex": lambda: made.hex(),
        "HEX": lambda: made.hex().upper(),
        "base64": lambda: base64.b64encode(made).decode(),
        "base64url": lambda: url64(made).decode(),
    }
    text = texts[order["alphabet"]]()
    keep = order["keep"]
    if keep != 0:
        text = text.rstrip("=")
        text = text[:keep] if keep > 0 else text[keep:]
    return text.encode()


def encoded(line):
    order = json.loads(line)
    try:
        made = digest(order) if order["step"] == "digest" else STEPS[order["step"]](base64.b64decode(order["data"]))
    except (UnicodeError, ValueError):
        return ""
    return base64.b64encode(made).decode()


for line in sys.stdin:
    print(encoded(line))
