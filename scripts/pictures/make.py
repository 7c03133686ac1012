"""Writes odd and damaged pictures of every format that Pillow reads, and expected.json: the RGB pixels that fastai's
`PILImage.create` gets of each (their SHA-256 and size), or the refusal; of those with transparency also over a
background, of those with an orientation also upright. Usage: make.py FOLDER [SAMPLE.json]

With SAMPLE.json a few of them are written there with their bytes: the fixture of the unit tests."""

import base64
import hashlib
import io
import json
import struct
import sys
import warnings
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

folder = Path(sys.argv[1])
random = np.random.default_rng(7)
width, height = 45, 31
y, x = np.mgrid[0:height, 0:width]
noise = random.integers(0, 12, (height, width, 3))
rgb = np.clip(np.stack([x * 5, y * 8, (x + y) * 3], 2) + noise, 0, 255).astype(np.uint8)
alpha = np.clip(x * 7 - y, 0, 255).astype(np.uint8)
grey = np.clip(x * 4 + y * 2 + noise[..., 0], 0, 255).astype(np.uint8)
wide = (x * 1400 + y * 60 + noise[..., 0]).astype(np.uint16)
rgb16 = (rgb.astype(np.uint16) << 8) | random.integers(0, 256, rgb.shape).astype(np.uint16)
picture = Image.fromarray(rgb)
grey_picture = Image.fromarray(grey)
palette = picture.quantize(60, dither=0)
rgba_picture = Image.fromarray(np.dstack([rgb, alpha]))
la_picture = Image.fromarray(np.dstack([grey, alpha]), "LA")
bilevel = grey_picture.convert("1")
files = {}


def put(name, content):
    assert name not in files, name
    files[name] = bytes(content)


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def save(name, image, kind, **options):
    put(name, saved(image, kind, **options))


def flip(content, at, bit=0x40):
    damaged = bytearray(content)
    damaged[at] ^= bit
    return bytes(damaged)


# --- PNG -------------------------------------------------------------------------------------------------------------


def chunk(kind, data, crc=None):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) if crc is None else crc)


signature = b"\x89PNG\r\n\x1a\n"
samples_of = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def packed(values, bits):
    """Rows [height, n] of numbers as bytes, each row padded."""
    if bits == 16:
        return [row.astype(">u2").tobytes() for row in values]
    if bits == 8:
        return [row.astype(np.uint8).tobytes() for row in values]
    rows = []
    for row in values:
        expanded = ((row[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8).ravel()
        rows.append(np.packbits(expanded).tobytes())
    return rows


def filtered(rows, bpp, kind):
    out, previous = b"", None
    for i, row in enumerate(rows):
        f = i % 5 if kind == "all" else kind
        a = np.frombuffer(row, np.uint8).astype(int)
        b = np.zeros_like(a) if previous is None else np.frombuffer(previous, np.uint8).astype(int)
        left = np.concatenate([np.zeros(bpp, int), a[:-bpp]]) if len(a) > bpp else np.zeros_like(a)
        up_left = np.concatenate([np.zeros(bpp, int), b[:-bpp]]) if len(a) > bpp else np.zeros_like(a)
        p = left + b - up_left
        da, db, dc = abs(p - left), abs(p - b), abs(p - up_left)
        paeth = np.where((da <= db) & (da <= dc), left, np.where(db <= dc, b, up_left))
        predicted = [np.zeros_like(a), left, b, (left + b) // 2, paeth][f]
        out += bytes([f]) + ((a - predicted) & 255).astype(np.uint8).tobytes()
        previous = row
    return out


def png_body(values, bits, samples, interlace, filters="all"):
    flat = values.reshape(height, width, samples)
    bpp = max(1, bits * samples // 8)
    if not interlace:
        return filtered(packed(flat.reshape(height, -1), bits), bpp, filters)
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    body = b""
    for x0, y0, dx, dy in passes:
        part = flat[y0::dy, x0::dx]
        if part.size:
            body += filtered(packed(part.reshape(part.shape[0], -1), bits), bpp, filters)
    return body


def png(values, bits, colour, interlace=0, before=(), after=(), idats=1, crc=None, tail=b"IEND", level=6, body=None, filters="all"):
    samples = samples_of[colour]
    body = png_body(values, bits, samples, interlace, filters) if body is None else body
    data = zlib.compress(body, level)
    step = -(-len(data) // idats)
    parts = [data[i : i + step] for i in range(0, len(data), step)]
    return (
        signature
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace))
        + b"".join(before)
        + b"".join(chunk(b"IDAT", part, crc) for part in parts)
        + b"".join(after)
        + (chunk(b"IEND", b"") if tail else b"")
    )


def values_for(bits, colour):
    if colour in (0, 4):
        base = wide if bits == 16 else (grey >> (8 - bits))
        if colour == 0:
            return base.astype(np.uint16)
        a = alpha.astype(np.uint16) * 257 if bits == 16 else alpha
        return np.dstack([base, a])
    if colour == 3:
        return np.minimum(grey >> (8 - bits), 2**bits - 1).astype(np.uint16)
    base = rgb16 if bits == 16 else rgb
    if colour == 2:
        return base
    return np.dstack([base, alpha.astype(np.uint16) * 257 if bits == 16 else alpha])


def plte(n):
    return chunk(b"PLTE", bytes(v for i in range(n) for v in ((i * 37) & 255, 255 - ((i * 11) & 255), (i * 5) & 255)))


for colour, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
    for bits in depths:
        for interlace in (0, 1):
            v = values_for(bits, colour)
            before = [plte(2**bits)] if colour == 3 else []
            name = f"png/c{colour}-{bits}{'-interlaced' if interlace else ''}"
            put(f"{name}.png", png(v, bits, colour, interlace, before))
            if colour in (0, 2, 3):
                middle = int(v.reshape(height, width, -1)[5, 9, 0])
                trns = {
                    0: struct.pack(">H", middle),
                    2: struct.pack(">HHH", *(int(c) for c in v.reshape(height, width, -1)[5, 9])) if colour == 2 else b"",
                    3: bytes((i * 50) & 255 for i in range(min(2**bits, 100))),
                }[colour]
                if not interlace:
                    put(f"{name}-trns.png", png(v, bits, colour, interlace, before + [chunk(b"tRNS", trns)]))
v8 = values_for(8, 2)
good = png(v8, 8, 2)
put("png/many-idat.png", png(v8, 8, 2, idats=40))
put("png/empty-idat.png", png(v8, 8, 2, before=[chunk(b"IDAT", b"")]))
put("png/stored.png", png(v8, 8, 2, level=0))
put("png/palette-short.png", png(values_for(8, 3), 8, 3, before=[plte(20)]))
put("png/palette-none.png", png(values_for(8, 3), 8, 3))
put("png/palette-one-trns.png", png(values_for(8, 3), 8, 3, before=[plte(256), chunk(b"tRNS", bytes([255, 0] + [255] * 9))]))
put("png/rgb-with-plte.png", png(v8, 8, 2, before=[plte(16)]))
put("png/gamma.png", png(v8, 8, 2, before=[chunk(b"gAMA", struct.pack(">I", 100000))]))
put("png/srgb-chrm.png", png(v8, 8, 2, before=[chunk(b"sRGB", b"\0"), chunk(b"cHRM", struct.pack(">8I", *range(1, 9)))]))
put("png/sbit.png", png(v8, 8, 2, before=[chunk(b"sBIT", b"\5\6\5")]))
put("png/background.png", png(values_for(8, 6), 8, 6, before=[chunk(b"bKGD", struct.pack(">HHH", 1, 2, 3))]))
put("png/icc-bad.png", png(v8, 8, 2, before=[chunk(b"iCCP", b"name\0\0" + zlib.compress(b"no profile"))]))
put("png/icc-broken.png", png(v8, 8, 2, before=[chunk(b"iCCP", b"name\0\0not zlib")]))
put("png/icc-bomb.png", png(v8, 8, 2, before=[chunk(b"iCCP", b"name\0\0" + zlib.compress(bytes(30_000_000), 9))]))
put("png/ztxt-bomb.png", png(v8, 8, 2, before=[chunk(b"zTXt", b"key\0\0" + zlib.compress(bytes(30_000_000), 9))]))
put("png/text.png", png(v8, 8, 2, before=[chunk(b"tEXt", b"Comment\0hello"), chunk(b"pHYs", struct.pack(">IIB", 100, 100, 1))]))
put("png/unknown-ancillary.png", png(v8, 8, 2, before=[chunk(b"abCd", b"some")]))
put("png/unknown-critical.png", png(v8, 8, 2, before=[chunk(b"ABCD", b"some")]))
exif6 = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
put("png/exif-turned.png", png(v8, 8, 2, before=[chunk(b"eXIf", exif6)]))
put("png/exif-after.png", png(v8, 8, 2, after=[chunk(b"eXIf", exif6)]))
put("png/crc-idat.png", png(v8, 8, 2, crc=12345))
put("png/crc-idats.png", png(v8, 8, 2, crc=12345, idats=5))
put("png/crc-ihdr.png", good[:29] + b"\0\0\0\0" + good[33:])
put("png/crc-ancillary.png", png(v8, 8, 2, before=[chunk(b"tEXt", b"Comment\0hello", 5)]))
put("png/crc-ancillary-after.png", png(v8, 8, 2, after=[chunk(b"tEXt", b"Comment\0hello", 5)]))
put("png/crc-plte.png", png(values_for(8, 3), 8, 3, before=[plte(256)[:-4] + b"\0\0\0\0"]))
put("png/crc-iend.png", good[:-4] + b"\0\0\0\0")
put("png/no-iend.png", good[:-12])
put("png/cut-iend.png", good[:-6])
put("png/no-idat-crc.png", good[:-16])
put("png/trailer.png", good + b"trailing bytes" * 100)
put("png/zeros-behind.png", good + bytes(512))
body = png_body(v8, 8, 3, 0)
put("png/adler.png", signature + good[8:33] + chunk(b"IDAT", zlib.compress(body)[:-4] + b"\0\0\0\0") + chunk(b"IEND", b""))
put("png/no-adler.png", signature + good[8:33] + chunk(b"IDAT", zlib.compress(body)[:-4]) + chunk(b"IEND", b""))
put("png/rows-missing.png", png(v8, 8, 2, body=body[: 20 * (1 + 3 * width)]))
put("png/row-cut.png", png(v8, 8, 2, body=body[: 20 * (1 + 3 * width) + 30]))
put("png/rows-too-many.png", png(v8, 8, 2, body=body + body[:900]))
put("png/idat-trailing.png", signature + good[8:33] + chunk(b"IDAT", zlib.compress(body) + b"more") + chunk(b"IEND", b""))
put("png/filter-bad.png", png(v8, 8, 2, body=body[: 3 * (1 + 3 * width)] + b"\x09" + body[3 * (1 + 3 * width) + 1 :]))
for cut in (8, 20, 33, 41, 50, 200, len(good) // 2, len(good) - 100, len(good) - 20, len(good) - 13):
    put(f"png/cut-{cut:05d}.png", good[:cut])
for k in range(6):
    at = 45 + k * (len(good) - 70) // 6
    put(f"png/flip-{k}.png", flip(good, at))
put("png/zlib-header.png", flip(good, 41, 0x0F))
put("png/bits-3.png", good[:24] + b"\3" + good[25:29] + struct.pack(">I", zlib.crc32(good[12:24] + b"\3" + good[25:29])) + good[33:])
put("png/method.png", good[:26] + b"\1" + good[27:29] + struct.pack(">I", zlib.crc32(good[12:26] + b"\1" + good[27:29])) + good[33:])
put("png/zero-size.png", good[:16] + bytes(4) + good[20:29] + struct.pack(">I", zlib.crc32(good[12:16] + bytes(4) + good[20:29])) + good[33:])
save("png/animated.png", picture, "PNG", save_all=True, append_images=[picture.rotate(180), picture.rotate(90)], duration=100)
save("png/mode-I.png", Image.fromarray((wide.astype(np.int32))), "PNG")
save("png/pillow-palette-2.png", picture.quantize(2), "PNG")
save("png/pillow-palette-alpha.png", rgba_picture.quantize(30), "PNG")
one = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
put("png/one-pixel.png", signature + chunk(b"IHDR", one) + chunk(b"IDAT", zlib.compress(b"\0\1\2\3")) + chunk(b"IEND", b""))

# --- JPEG ------------------------------------------------------------------------------------------------------------


def exif(orientation, order="<"):
    head = b"II*\0\x08\0\0\0" if order == "<" else b"MM\0*\0\0\0\x08"
    return b"Exif\0\0" + head + struct.pack(f"{order}HHHIHH", 1, 0x112, 3, 1, orientation, 0) + bytes(4)


def segments(content):
    """[(marker, start, end)] of a JPEG up to and with SOS."""
    at, found = 2, []
    while True:
        marker, size = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        found.append((marker, at, at + 2 + size))
        if marker == 0xDA:
            return found
        at += 2 + size


def without(content, markers):
    parts = [content[:2]]
    found = segments(content)
    parts += [content[a:b] for marker, a, b in found if marker not in markers]
    return b"".join(parts) + content[found[-1][2] :]


def with_adobe(content, transform):
    app14 = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([transform])
    return content[:2] + app14 + content[2:]


jpeg = saved(picture, "JPEG", quality=90)
big = Image.fromarray(np.tile(rgb, (6, 6, 1)))
big_jpeg = saved(big, "JPEG", quality=92)
for quality in (5, 50, 100):
    save(f"jpeg/quality-{quality}.jpg", picture, "JPEG", quality=quality)
for subsampling in (0, 1, 2):
    for progressive in (False, True):
        name = f"jpeg/sub-{subsampling}{'-progressive' if progressive else ''}.jpg"
        save(name, picture, "JPEG", quality=85, subsampling=subsampling, progressive=progressive)
save("jpeg/grey.jpg", grey_picture, "JPEG")
save("jpeg/grey-progressive.jpg", grey_picture, "JPEG", progressive=True)
cmyk_picture = picture.convert("CMYK")
cmyk_jpeg = saved(cmyk_picture, "JPEG", quality=92)
put("jpeg/cmyk-adobe.jpg", cmyk_jpeg)
put("jpeg/cmyk-no-adobe.jpg", without(cmyk_jpeg, {0xEE}))
put("jpeg/ycck.jpg", with_adobe(without(cmyk_jpeg, {0xEE}), 2))
put("jpeg/rgb-adobe-0.jpg", with_adobe(without(saved(picture, "JPEG", subsampling=0), {0xE0}), 0))
put("jpeg/adobe-1.jpg", with_adobe(without(jpeg, {0xE0}), 1))
put("jpeg/adobe-2.jpg", with_adobe(without(jpeg, {0xE0}), 2))
put("jpeg/no-jfif.jpg", without(jpeg, {0xE0}))
rgb_ids = bytearray(without(saved(picture, "JPEG", subsampling=0), {0xE0}))
for marker, a, b in segments(bytes(rgb_ids)):
    if marker == 0xC0:
        for k, letter in enumerate(b"RGB"):
            rgb_ids[a + 10 + 3 * k] = letter
    if marker == 0xDA:
        for k, letter in enumerate(b"RGB"):
            rgb_ids[a + 5 + 2 * k] = letter
put("jpeg/rgb-ids.jpg", rgb_ids)
odd_ids = bytearray(without(jpeg, {0xE0}))
for marker, a, b in segments(bytes(odd_ids)):
    if marker == 0xC0:
        for k in range(3):
            odd_ids[a + 10 + 3 * k] = 77 + k
    if marker == 0xDA:
        for k in range(3):
            odd_ids[a + 5 + 2 * k] = 77 + k
put("jpeg/odd-ids.jpg", odd_ids)
for o in range(0, 10):
    save(f"jpeg/exif-{o}.jpg", picture, "JPEG", exif=exif(o, "<" if o % 2 else ">"))
put("jpeg/exif-broken.jpg", jpeg[:2] + b"\xff\xe1\x00\x10Exif\0\0II*\0\xff\xff\xff\xff" + jpeg[2:])
put("jpeg/restart.jpg", saved(picture, "JPEG", streamtype=0))
for name, marker in (("12-bit", None), ("sof3", 0xC3), ("sof5", 0xC5), ("sof9", 0xC9)):
    changed = bytearray(jpeg)
    for m, a, b in segments(jpeg):
        if m == 0xC0:
            if marker is None:
                changed[a + 4] = 12
            else:
                changed[a + 1] = marker
    put(f"jpeg/{name}.jpg", changed)
for name, ratios in {"411": 0x41, "440": 0x12, "410": 0x42, "221": 0x22, "113": 0x31}.items():
    changed = bytearray(saved(picture, "JPEG", quality=90, subsampling=0))
    for m, a, b in segments(bytes(changed)):
        if m == 0xC0:
            changed[a + 11] = ratios
    put(f"jpeg/claims-{name}.jpg", changed)
two = bytearray(saved(grey_picture, "JPEG"))
for m, a, b in segments(bytes(two)):
    if m == 0xC0:
        start = a
two_sof = b"\xff\xc0" + struct.pack(">HBHHB", 14, 8, height, width, 2) + bytes([1, 0x11, 0, 2, 0x11, 0])
put("jpeg/two-components.jpg", bytes(two[:start]) + two_sof + bytes(two[start + 13 :]))
put("jpeg/dnl-zero-height.jpg", (lambda c: c)(bytes(jpeg[: (s := [a for m, a, b in segments(jpeg) if m == 0xC0][0]) + 5] + b"\0\0" + jpeg[s + 7 :])))
put("jpeg/comment.jpg", jpeg[:2] + b"\xff\xfe\x00\x07hello" + jpeg[2:])
put("jpeg/fill-bytes.jpg", jpeg[:2] + b"\xff\xff\xff" + jpeg[2:])
put("jpeg/junk-between.jpg", jpeg[:20] + b"junk" + jpeg[20:])
put("jpeg/icc-broken.jpg", jpeg[:2] + b"\xff\xe2\x00\x14ICC_PROFILE\0\1\1junk" + jpeg[2:])
put("jpeg/adobe-short.jpg", jpeg[:2] + b"\xff\xee\x00\x07Adobe" + jpeg[2:])
put("jpeg/photoshop.jpg", jpeg[:2] + b"\xff\xed\x00\x1aPhotoshop 3.0\x008BIM\x03\xed\0\0\0\0" + jpeg[2:])
put("jpeg/no-huffman.jpg", without(jpeg, {0xC4}))
put("jpeg/no-quantization.jpg", without(jpeg, {0xDB}))
put("jpeg/no-eoi.jpg", jpeg[:-2])
put("jpeg/no-eoi-zeros.jpg", jpeg[:-2] + bytes(512))
put("jpeg/no-eoi-ones.jpg", jpeg[:-2] + b"\xff" * 512)
put("jpeg/no-eoi-text.jpg", jpeg[:-2] + b"a trailer of some text" * 30)
put("jpeg/trailer.jpg", jpeg + b"a trailer of some text" * 30)
put("jpeg/trailer-zeros.jpg", jpeg + bytes(4096))
put("jpeg/two-in-one.jpg", jpeg + saved(grey_picture, "JPEG"))
put("jpeg/half-eoi.jpg", jpeg[:-1])
put("jpeg/zero-byte-eoi.jpg", jpeg[:-2] + b"\0\xff\xd9")
progressive = saved(picture, "JPEG", quality=85, progressive=True)
put("jpeg/progressive-no-eoi.jpg", progressive[:-2])
put("jpeg/progressive-no-eoi-zeros.jpg", progressive[:-2] + bytes(300))
put("jpeg/progressive-scans-missing.jpg", progressive[: len(progressive) * 2 // 3] + b"\xff\xd9")
put("jpeg/grey-no-eoi.jpg", saved(grey_picture, "JPEG")[:-2])
put("jpeg/cmyk-no-eoi.jpg", cmyk_jpeg[:-2] + bytes(64))
put("jpeg/mpo.jpg", saved(picture, "MPO", save_all=True, append_images=[picture.rotate(180)]))
for k, cut in enumerate((2, 4, 20, 100, 200, 400, 620, 660, 800, len(jpeg) - 400, len(jpeg) - 100, len(jpeg) - 20, len(jpeg) - 8, len(jpeg) - 4)):
    put(f"jpeg/cut-{k:02d}.jpg", jpeg[:cut])
    put(f"jpeg/cut-{k:02d}-eoi.jpg", jpeg[:cut] + b"\xff\xd9")
for k in range(290):
    source = (jpeg, big_jpeg, progressive, cmyk_jpeg, saved(grey_picture, "JPEG"))[k % 5]
    tail = int(random.integers(1, 400))
    at = len(source) - tail
    kind = k // 5 % 8
    rest = {
        0: lambda: source[:at],
        1: lambda: source[:at] + bytes(tail),
        2: lambda: source[:at] + bytes(random.integers(0, 256, tail, dtype=np.uint8)),
        3: lambda: flip(source, at, 1 << int(random.integers(0, 8))),
        4: lambda: source[:-2] + bytes(random.integers(0, 256, tail, dtype=np.uint8)),
        5: lambda: source + bytes(random.integers(0, 256, tail, dtype=np.uint8)),
        6: lambda: source[:at] + b"\xff\xd9",
        7: lambda: source[: len(source) - int(random.integers(1, 12))] + bytes(int(random.integers(0, 5))),
    }[kind]()
    put(f"jpeg-tails/{k:03d}-{kind}.jpg", rest)

# --- GIF -------------------------------------------------------------------------------------------------------------


def lzw(indices, bits, limit=None):
    clear, end = 1 << bits, (1 << bits) + 1
    out, value, count = bytearray(), 0, 0
    size, table = bits + 1, {(i,): i for i in range(1 << bits)}

    def emit(code):
        nonlocal value, count
        value |= code << count
        count += size
        while count >= 8:
            out.append(value & 255)
            value >>= 8
            count -= 8

    emit(clear)
    next_code, prefix = end + 1, ()
    for i in indices[:limit]:
        i = int(i)
        if prefix + (i,) in table:
            prefix += (i,)
            continue
        emit(table[prefix])
        if next_code < 4096:
            table[prefix + (i,)] = next_code
            if next_code == 1 << size and size < 12:
                size += 1
            next_code += 1
        prefix = (i,)
    if prefix:
        emit(table[prefix])
    emit(end)
    if count:
        out.append(value & 255)
    return bytes(out)


def blocks(data):
    return b"".join(bytes([len(data[i : i + 255])]) + data[i : i + 255] for i in range(0, len(data), 255)) + b"\0"


gif_indices = (grey >> 3).astype(np.uint8)
colours32 = bytes(v for i in range(32) for v in (i * 8, 255 - i * 7, (i * 41) & 255))
greys256 = bytes(v for i in range(256) for v in (i, i, i))


def frame(values, box, local=b"", interlace=False, control=b"", bits=5, data=None):
    left, top = box
    rows, columns = values.shape
    if interlace:
        order = [r for start, step in ((0, 8), (4, 8), (2, 4), (1, 2)) for r in range(start, rows, step)]
        values = values[order]
    flags = (0x40 if interlace else 0) | (0x80 | (len(local) // 3 - 1).bit_length() - 1 if local else 0)
    coded = lzw(values.ravel(), bits) if data is None else data
    return control + b"," + struct.pack("<HHHHB", left, top, columns, rows, flags) + local + bytes([bits]) + blocks(coded)


def gif(frames, size=(width, height), colours=colours32, background=0, version=b"GIF89a", end=b";"):
    n = (len(colours) // 3 - 1).bit_length() - 1 if colours else 0
    return version + struct.pack("<HHBBB", *size, (0x80 | n) if colours else 0, background, 0) + colours + b"".join(frames) + end


def control(transparent=None, disposal=0):
    flags = disposal << 2 | (0 if transparent is None else 1)
    return b"!\xf9\x04" + bytes([flags, 0, 0, transparent or 0, 0])


small = gif_indices[5:20, 8:30]
put("gif/plain.gif", gif([frame(gif_indices, (0, 0))]))
put("gif/interlaced.gif", gif([frame(gif_indices, (0, 0), interlace=True)]))
put("gif/87a.gif", gif([frame(gif_indices, (0, 0))], version=b"GIF87a"))
put("gif/local-palette.gif", gif([frame(gif_indices, (0, 0), local=colours32[::-1])]))
put("gif/only-local.gif", gif([frame(gif_indices, (0, 0), local=colours32)], colours=b""))
put("gif/no-palette.gif", gif([frame(gif_indices, (0, 0))], colours=b""))
put("gif/grey-palette.gif", gif([frame(grey, (0, 0), bits=8)], colours=greys256))
put("gif/small-frame.gif", gif([frame(small, (7, 4))]))
put("gif/small-frame-background.gif", gif([frame(small, (7, 4))], background=9))
put("gif/small-frame-transparent.gif", gif([frame(small, (7, 4), control=control(12))]))
put("gif/small-frame-local.gif", gif([frame(small, (7, 4), local=colours32[::-1])], background=3))
put("gif/small-frame-grey.gif", gif([frame(small, (7, 4))], colours=greys256, background=3))
put("gif/small-frame-grey-transparent.gif", gif([frame(small, (7, 4), control=control(12))], colours=greys256, background=3))
put("gif/small-frame-interlaced.gif", gif([frame(small, (3, 2), interlace=True, control=control(5))]))
put("gif/large-frame.gif", gif([frame(gif_indices, (0, 0))], size=(20, 10)))
put("gif/frame-outside.gif", gif([frame(gif_indices, (10, 5))]))
put("gif/transparent.gif", gif([frame(gif_indices, (0, 0), control=control(7))]))
put("gif/transparent-outside-palette.gif", gif([frame(gif_indices, (0, 0), control=control(200))]))
put("gif/small-transparent-outside-palette.gif", gif([frame(small, (5, 5), control=control(200))]))
put("gif/disposal-2.gif", gif([frame(small, (5, 5), control=control(3, 2)), frame(gif_indices, (0, 0))], background=4))
put("gif/disposal-3.gif", gif([frame(small, (5, 5), control=control(None, 3)), frame(gif_indices, (0, 0))]))
put("gif/animation.gif", gif([frame(gif_indices, (0, 0)), frame(small, (5, 5), control=control(3))]))
put("gif/short-palette.gif", gif([frame(grey, (0, 0), bits=8)], colours=colours32[: 16 * 3]))
put("gif/two-colours.gif", gif([frame((grey > 99).astype(np.uint8), (0, 0), bits=2)], colours=colours32[: 2 * 3]))
put("gif/comment.gif", gif([b"!\xfe" + blocks(b"hello"), frame(gif_indices, (0, 0))]))
put("gif/application.gif", gif([b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", frame(gif_indices, (0, 0))]))
put("gif/control-after-comment.gif", gif([control(9), b"!\xfe" + blocks(b"x"), frame(small, (2, 2))]))
put("gif/two-controls.gif", gif([control(9), control(3), frame(small, (2, 2))]))
put("gif/no-trailer.gif", gif([frame(gif_indices, (0, 0))], end=b""))
put("gif/trailer-bytes.gif", gif([frame(gif_indices, (0, 0))]) + b"more" * 50)
put("gif/no-frame.gif", gif([]))
coded = lzw(gif_indices.ravel(), 5)
put("gif/few-pixels.gif", gif([frame(gif_indices, (0, 0), data=lzw(gif_indices.ravel(), 5, 700))]))
put("gif/cut-code.gif", gif([frame(gif_indices, (0, 0), data=coded[: len(coded) // 2])]))
put("gif/no-end-code.gif", gif([frame(gif_indices, (0, 0), data=coded[:-1])]))
put("gif/too-many-pixels.gif", gif([frame(gif_indices, (0, 0), data=lzw(np.tile(gif_indices.ravel(), 2), 5))]))
put("gif/bad-code.gif", gif([frame(gif_indices, (0, 0), data=coded[:80] + b"\xff\xff\xff\xff" + coded[84:])]))
put("gif/code-size-12.gif", gif([frame(gif_indices, (0, 0), bits=12, data=coded)]))
put("gif/zero-screen.gif", gif([frame(gif_indices, (0, 0))], size=(0, 0)))
plain_gif = gif([frame(gif_indices, (0, 0))])
for k, cut in enumerate((6, 13, 60, 110, 119, 130, len(plain_gif) // 2, len(plain_gif) - 20, len(plain_gif) - 3, len(plain_gif) - 2)):
    put(f"gif/cut-{k}.gif", plain_gif[:cut])
save("gif/pillow.gif", palette, "GIF", interlace=0)
save("gif/pillow-animation.gif", picture, "GIF", save_all=True, append_images=[picture.rotate(90)])
save("gif/pillow-rgba.gif", rgba_picture, "GIF")
save("gif/pillow-grey.gif", grey_picture, "GIF")

# --- BMP -------------------------------------------------------------------------------------------------------------


def bmp(bits, body, compression=0, colours=b"", masks=b"", size=40, rows=height, used=None, offset=None, pad=b"", columns=width):
    extra = bytes(size - 40) if size > 40 else b""
    if size >= 56 and masks:
        extra = masks[:16].ljust(16, b"\0") + bytes(size - 56)
        masks = b""
    start = 14 + size + len(masks) + len(colours) + len(pad)
    used = len(colours) // 4 if used is None else used
    head = struct.pack("<IiiHHIIiiII", size, columns, rows, 1, bits, compression, len(body), 2835, 2835, used, 0) + extra
    offset = start if offset is None else offset
    return b"BM" + struct.pack("<IHHI", start + len(body), 0, 0, offset) + head + masks + colours + pad + body


def bmp_rows(values, top_down=False):
    """Rows of bytes padded to four, from below."""
    rows = [bytes(row) + bytes(-len(row) % 4) for row in values]
    return b"".join(rows if top_down else rows[::-1])


bgr = [row[:, ::-1].tobytes() for row in rgb]
bgra = [np.dstack([rgb[..., ::-1], alpha])[i].tobytes() for i in range(height)]
bgrx = [np.dstack([rgb[..., ::-1], alpha * 0])[i].tobytes() for i in range(height)]
index_rows = {b: packed(np.minimum(grey >> (8 - b), 2**b - 1).astype(np.uint16), b) for b in (1, 4, 8)}
two_rows = packed(np.minimum(grey >> 6, 3).astype(np.uint16), 2)
quads = lambda n: bytes(v for i in range(n) for v in ((i * 37) & 255, 255 - ((i * 11) & 255), (i * 5) & 255, 0))
grey_quads = bytes(v for i in range(256) for v in (i, i, i, 0))
for bits in (1, 4, 8):
    put(f"bmp/palette-{bits}.bmp", bmp(bits, bmp_rows(index_rows[bits]), colours=quads(2**bits)))
    put(f"bmp/palette-{bits}-top-down.bmp", bmp(bits, bmp_rows(index_rows[bits], True), colours=quads(2**bits), rows=-height))
    triples = b"".join(quads(2**bits)[4 * i : 4 * i + 3] for i in range(2**bits))
    os2_start = 14 + 12 + len(triples)
    os2 = b"BM" + struct.pack("<IHHI", 0, 0, 0, os2_start) + struct.pack("<IHHHH", 12, width, height, 1, bits) + triples
    put(f"bmp/os2-{bits}.bmp", os2 + bmp_rows(index_rows[bits]))
put("bmp/palette-2.bmp", bmp(2, bmp_rows(two_rows), colours=quads(4)))
put("bmp/palette-8-few.bmp", bmp(8, bmp_rows(packed(np.minimum(grey >> 3, 19).astype(np.uint16), 8)), colours=quads(20)))
put("bmp/palette-8-too-few.bmp", bmp(8, bmp_rows(index_rows[8]), colours=quads(20)))
put("bmp/palette-8-used-zero.bmp", bmp(8, bmp_rows(index_rows[8]), colours=quads(256), used=0))
put("bmp/palette-8-used-300.bmp", bmp(8, bmp_rows(index_rows[8]), colours=quads(300)))
put("bmp/palette-8-grey.bmp", bmp(8, bmp_rows(index_rows[8]), colours=grey_quads))
put("bmp/palette-1-black-white.bmp", bmp(1, bmp_rows(index_rows[1]), colours=b"\0\0\0\0\xff\xff\xff\0"))
put("bmp/palette-1-white-black.bmp", bmp(1, bmp_rows(index_rows[1]), colours=b"\xff\xff\xff\0\0\0\0\0"))
put("bmp/palette-4-grey.bmp", bmp(4, bmp_rows(index_rows[4]), colours=grey_quads[: 16 * 4]))
put("bmp/rgb-24.bmp", bmp(24, bmp_rows(bgr)))
put("bmp/rgb-24-top-down.bmp", bmp(24, bmp_rows(bgr, True), rows=-height))
put("bmp/rgb-24-os2.bmp", b"BM" + struct.pack("<IHHI", 0, 0, 0, 26) + struct.pack("<IHHHH", 12, width, height, 1, 24) + bmp_rows(bgr))
put("bmp/rgb-24-palette.bmp", bmp(24, bmp_rows(bgr), colours=quads(16)))
for size in (40, 52, 56, 64, 108, 124):
    if size != 40:
        put(f"bmp/rgb-24-header-{size}.bmp", bmp(24, bmp_rows(bgr), size=size))
    eight = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    put(f"bmp/bits-32-masks-{size}.bmp", bmp(32, bmp_rows(bgra), 3, masks=eight[: 12 if size == 40 else 16], size=size))
put("bmp/rgb-32.bmp", bmp(32, bmp_rows(bgra)))
put("bmp/rgb-32-zero-alpha.bmp", bmp(32, bmp_rows(bgrx)))
put("bmp/rgb-32-top-down.bmp", bmp(32, bmp_rows(bgra, True), rows=-height))
put("bmp/bits-32-rgba.bmp", bmp(32, bmp_rows(bgra), 3, masks=struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000), size=108))
put("bmp/bits-32-abgr.bmp", bmp(32, bmp_rows(bgra), 3, masks=struct.pack("<IIII", 0xFF000000, 0xFF0000, 0xFF00, 0xFF), size=108))
put("bmp/bits-32-odd.bmp", bmp(32, bmp_rows(bgra), 3, masks=struct.pack("<III", 0x3FF00000, 0xFFC00, 0x3FF)))
put("bmp/bits-32-alpha-6.bmp", bmp(32, bmp_rows(bgra), 6, masks=struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)))


def sixteen(red, green):
    r, g, b = (rgb[..., i].astype(np.uint32) for i in range(3))
    return [row.astype("<u2").tobytes() for row in (r >> (8 - red)) << (green + 5) | (g >> (8 - green)) << 5 | b >> 3]


put("bmp/bits-16.bmp", bmp(16, bmp_rows(sixteen(5, 5))))
put("bmp/bits-555.bmp", bmp(16, bmp_rows(sixteen(5, 5)), 3, masks=struct.pack("<III", 0x7C00, 0x3E0, 0x1F)))
put("bmp/bits-565.bmp", bmp(16, bmp_rows(sixteen(5, 6)), 3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
put("bmp/bits-444.bmp", bmp(16, bmp_rows(sixteen(5, 6)), 3, masks=struct.pack("<III", 0xF00, 0xF0, 0xF)))


def rle8(values, tail=b"\0\1"):
    out = b""
    for row in values[::-1]:
        row = [int(v) for v in row]
        i = 0
        while i < len(row):
            n = 1
            while i + n < len(row) and row[i + n] == row[i] and n < 200:
                n += 1
            if n > 2 or len(row) - i < 3:
                out += bytes([n, row[i]])
                i += n
            else:
                m = min(len(row) - i, 11)
                out += bytes([0, m] + row[i : i + m]) + bytes(m % 2)
                i += m
        out += b"\0\0"
    return out[:-2] + tail


steps = (x // 6 * 9 + y // 5 * 30).astype(np.uint8)
put("bmp/rle8.bmp", bmp(8, rle8(steps), 1, quads(256)))
put("bmp/rle8-grey.bmp", bmp(8, rle8(steps), 1, grey_quads))
put("bmp/rle8-no-end.bmp", bmp(8, rle8(steps, b""), 1, quads(256)))
put("bmp/rle8-delta.bmp", bmp(8, bytes([5, 9, 0, 2, 7, 3, 4, 8, 0, 0, 9, 2, 0, 1]), 1, quads(256)))
put("bmp/rle8-short.bmp", bmp(8, rle8(steps)[:300], 1, quads(256)))
put("bmp/rle8-long-run.bmp", bmp(8, b"".join(bytes([200, r, 0, 0]) for r in range(height)) + b"\0\1", 1, quads(256)))
put("bmp/rle8-top-down.bmp", bmp(8, rle8(steps), 1, quads(256), rows=-height))
rle4_rows = b"".join(bytes([21, 16 * (r % 16) + 9, 0, 6, 0x12, 0x34, 0x56, 0, 18, 0x7A, 0, 0]) for r in range(height)) + b"\0\1"
put("bmp/rle4.bmp", bmp(4, rle4_rows, 2, quads(16)))
rle4_odd = b"".join(bytes([20, 0x9B, 0, 5, 0x12, 0x34, 0x50, 0, 20, 0x7A, 0, 0]) for r in range(height)) + b"\0\1"
put("bmp/rle4-odd.bmp", bmp(4, rle4_odd, 2, quads(16)))
rgb_bmp = bmp(24, bmp_rows(bgr))
put("bmp/jpeg-inside.bmp", bmp(0, jpeg, 4))
put("bmp/offset-gap.bmp", bmp(24, bmp_rows(bgr), pad=b"gap of some bytes..."))
put("bmp/offset-zero.bmp", bmp(24, bmp_rows(bgr), offset=0))
put("bmp/trailer.bmp", rgb_bmp + b"trailer" * 20)
put("bmp/no-last-padding.bmp", bmp(24, bmp_rows(bgr)[:-1]))
put("bmp/cut.bmp", rgb_bmp[:-500])
put("bmp/cut-one.bmp", rgb_bmp[:-4])
put("bmp/header-cut.bmp", rgb_bmp[:40])
put("bmp/header-only.bmp", rgb_bmp[:54])
put("bmp/claims-huge.bmp", bmp(24, b"", columns=12000, rows=12000))
put("bmp/zero-width.bmp", bmp(24, b"", columns=0))
put("bmp/planes.bmp", rgb_bmp[:26] + b"\3\0" + rgb_bmp[28:])
for name, image in {"rgb": picture, "rgba": rgba_picture, "grey": grey_picture, "palette": palette, "bilevel": bilevel}.items():
    save(f"bmp/pillow-{name}.bmp", image, "BMP")
save("bmp/dib.dib", picture, "DIB")

# --- TIFF ------------------------------------------------------------------------------------------------------------


def tiff(values, bits, photometric, order="<", compression=1, rows_per_strip=8, extra=None, orientation=None, planar=1,
         tile=None, predictor=1, sample_format=None, fill=1, colours=None, more=(), big=False, drop=(), pages=()):
    """values [height, width, samples]; one page."""
    values = values.reshape(height, width, -1)
    samples = values.shape[2]
    kind = {1: "u1", 2: "u1", 4: "u1", 8: "u1", 16: "u2", 32: "u4"}[bits] if values.dtype.kind != "f" else "f4"
    if values.dtype.kind == "i":
        kind = kind.replace("u", "i")

    def encode(block):
        rows = []
        for row in block:
            if predictor == 2:
                row = np.concatenate([row[:1], row[1:] - row[:-1]])
            flat = row.ravel()
            if bits < 8:
                rows.append(packed(flat[None].astype(np.uint16), bits)[0])
            else:
                rows.append(flat.astype(order + kind).tobytes())
        data = b"".join(rows)
        if fill == 2:
            data = bytes(int(f"{b:08b}"[::-1], 2) for b in data)
        if compression in (8, 32946):
            return zlib.compress(data)
        if compression == 32773:
            return b"".join(bytes([len(r[i : i + 128]) - 1]) + r[i : i + 128] for r in rows for i in range(0, len(r), 128))
        if compression == 5:
            return tiff_lzw(data)
        return data

    planes = [values[..., i : i + 1] for i in range(samples)] if planar == 2 else [values]
    strips = []
    for plane in planes:
        if tile:
            tw, th = tile
            for ty in range(0, height, th):
                for tx in range(0, width, tw):
                    block = plane[ty : ty + th, tx : tx + tw]
                    block = np.pad(block, ((0, th - block.shape[0]), (0, tw - block.shape[1]), (0, 0)))
                    strips.append(encode(block))
        else:
            for top in range(0, height, rows_per_strip):
                strips.append(encode(plane[top : top + rows_per_strip]))
    short, long = 3, 4
    offsets_at = 8
    offsets = []
    at = 8
    for strip in strips:
        offsets.append(at)
        at += len(strip) + len(strip) % 2
    tags = [(256, long, [width]), (257, long, [height]), (258, short, [bits] * samples), (259, short, [compression]),
            (262, short, [photometric]), (277, short, [samples]), (284, short, [planar])]
    if tile:
        tags += [(322, long, [tile[0]]), (323, long, [tile[1]]), (324, long, offsets), (325, long, [len(s) for s in strips])]
    else:
        tags += [(273, long, offsets), (278, long, [rows_per_strip]), (279, long, [len(s) for s in strips])]
    if extra is not None:
        tags.append((338, short, [extra] if isinstance(extra, int) else list(extra)))
    if orientation is not None:
        tags.append((274, short, [orientation]))
    if predictor != 1:
        tags.append((317, short, [predictor]))
    if fill != 1:
        tags.append((266, short, [fill]))
    if sample_format is not None:
        tags.append((339, short, [sample_format] * samples))
    if colours is not None:
        tags.append((320, short, colours))
    tags += list(more)
    tags = sorted(t for t in tags if t[0] not in drop)
    letters = {short: "H", long: "I"}
    ifd_at = at
    outside, outside_at = b"", ifd_at + 2 + 12 * len(tags) + 4
    entries = b""
    for tag, type_, vals in tags:
        data = struct.pack(f"{order}{len(vals)}{letters[type_]}", *vals)
        if len(data) > 4:
            entries += struct.pack(f"{order}HHII", tag, type_, len(vals), outside_at + len(outside))
            outside += data + bytes(len(data) % 2)
        else:
            entries += struct.pack(f"{order}HHI", tag, type_, len(vals)) + data.ljust(4, b"\0")
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", ifd_at)
    body = b"".join(s + bytes(len(s) % 2) for s in strips)
    return head + body + struct.pack(f"{order}H", len(tags)) + entries + struct.pack(f"{order}I", 0) + outside


def tiff_lzw(data):
    out, value, count = bytearray(), 0, 0
    size, table, next_code = 9, {bytes([i]): i for i in range(256)}, 258

    def emit(code):
        nonlocal value, count
        value = value << size | code
        count += size
        while count >= 8:
            out.append(value >> (count - 8) & 255)
            count -= 8
        value &= (1 << count) - 1

    emit(256)
    prefix = b""
    for i in range(len(data)):
        c = data[i : i + 1]
        if prefix + c in table:
            prefix += c
            continue
        emit(table[prefix])
        table[prefix + c] = next_code
        next_code += 1
        if next_code == (1 << size) - 1 and size < 12:
            size += 1
        if next_code == 4094:
            emit(256)
            size, table, next_code = 9, {bytes([i]): i for i in range(256)}, 258
        prefix = c
    if prefix:
        emit(table[prefix])
    emit(257)
    if count:
        out.append(value << (8 - count) & 255)
    return bytes(out)


colour_map = [int(v) for c in range(3) for v in ((np.arange(256) * (37, 11, 5)[c]) & 255) * 257]
layouts = {
    "white-is-zero-1": (grey >> 7, 1, 0, {}),
    "black-is-zero-1": (grey >> 7, 1, 1, {}),
    "grey-2": (grey >> 6, 2, 1, {}),
    "grey-4": (grey >> 4, 4, 1, {}),
    "grey-4-white-is-zero": (grey >> 4, 4, 0, {}),
    "grey-8": (grey, 8, 1, {}),
    "grey-8-white-is-zero": (grey, 8, 0, {}),
    "grey-16": (wide, 16, 1, {}),
    "grey-16-white-is-zero": (wide, 16, 0, {}),
    "grey-16-signed": (wide.astype(np.int16), 16, 1, {"sample_format": 2}),
    "grey-32": (wide.astype(np.uint32) // 300, 32, 1, {}),
    "grey-32-signed": (wide.astype(np.int32) // 200 - 50, 32, 1, {"sample_format": 2}),
    "grey-float": (wide.astype(np.float32) / 256 - 20, 32, 1, {"sample_format": 3}),
    "grey-alpha-8": (np.dstack([grey, alpha]), 8, 1, {"extra": 2}),
    "grey-alpha-8-associated": (np.dstack([grey, alpha]), 8, 1, {"extra": 1}),
    "palette-8": (grey, 8, 3, {"colours": colour_map}),
    "palette-4": (grey >> 4, 4, 3, {"colours": [v for c in range(3) for v in colour_map[256 * c : 256 * c + 16]]}),
    "palette-1": (grey >> 7, 1, 3, {"colours": [v for c in range(3) for v in colour_map[256 * c : 256 * c + 2]]}),
    "rgb-8": (rgb, 8, 2, {}),
    "rgb-16": (rgb16, 16, 2, {}),
    "rgba-8": (np.dstack([rgb, alpha]), 8, 2, {"extra": 2}),
    "rgba-8-associated": (np.dstack([rgb, alpha]), 8, 2, {"extra": 1}),
    "rgba-8-unspecified": (np.dstack([rgb, alpha]), 8, 2, {"extra": 0}),
    "rgba-8-no-extra": (np.dstack([rgb, alpha]), 8, 2, {}),
    "rgbaxx-8": (np.dstack([rgb, alpha, grey, grey]), 8, 2, {"extra": (2, 0, 0)}),
    "rgba-16": (np.dstack([rgb16, alpha.astype(np.uint16) * 257]), 16, 2, {"extra": 2}),
    "rgba-16-associated": (np.dstack([rgb16, alpha.astype(np.uint16) * 257]), 16, 2, {"extra": 1}),
    "rgb-float": (rgb.astype(np.float32) / 255, 32, 2, {"sample_format": 3}),
    "cmyk-8": (np.asarray(cmyk_picture), 8, 5, {}),
    "cmyk-16": (np.asarray(cmyk_picture).astype(np.uint16) * 257, 16, 5, {}),
    "cmyka-8": (np.dstack([np.asarray(cmyk_picture), alpha]), 8, 5, {"extra": 0}),
    "ycbcr-8": (np.asarray(picture.convert("YCbCr")), 8, 6, {"more": [(530, 3, [1, 1])]}),
    "lab-8": (np.dstack([grey, (rgb[..., 1] // 3).astype(np.int8).view(np.uint8), rgb[..., 2] // 3]), 8, 8, {}),
}
for name, (v, bits, photometric, options) in layouts.items():
    for order in "<>":
        put(f"tiff/{name}-{'little' if order == '<' else 'big'}.tif", tiff(v, bits, photometric, order, **options))
    put(f"tiff/{name}-deflate.tif", tiff(v, bits, photometric, "<", 8, **options))
for o in range(0, 10):
    put(f"tiff/orientation-{o}.tif", tiff(rgb, 8, 2, orientation=o))
for o in (3, 6, 7):
    put(f"tiff/orientation-{o}-deflate.tif", tiff(rgb, 8, 2, compression=8, orientation=o))
    put(f"tiff/orientation-{o}-grey-16.tif", tiff(wide, 16, 1, orientation=o))
for compression in (5, 8, 32946, 32773):
    put(f"tiff/compression-{compression}.tif", tiff(rgb, 8, 2, compression=compression))
    put(f"tiff/compression-{compression}-tiled.tif", tiff(rgb, 8, 2, compression=compression, tile=(16, 16)))
    put(f"tiff/compression-{compression}-grey-1.tif", tiff(grey >> 7, 1, 1, compression=compression))
for name, (v, bits, photometric, options) in {k: layouts[k] for k in ("grey-8", "rgb-8", "rgba-8", "rgb-16", "palette-8", "cmyk-8")}.items():
    put(f"tiff/{name}-tiled.tif", tiff(v, bits, photometric, tile=(16, 16), **options))
    put(f"tiff/{name}-planar.tif", tiff(v, bits, photometric, planar=2, **options))
    put(f"tiff/{name}-planar-deflate.tif", tiff(v, bits, photometric, planar=2, compression=8, **options))
    put(f"tiff/{name}-predictor.tif", tiff(v, bits, photometric, predictor=2, compression=8, **options))
    put(f"tiff/{name}-fill-order-2.tif", tiff(v, bits, photometric, fill=2, **options))
put("tiff/grey-1-fill-order-2.tif", tiff(grey >> 7, 1, 1, fill=2))
put("tiff/one-strip.tif", tiff(rgb, 8, 2, rows_per_strip=height))
put("tiff/no-counts.tif", tiff(rgb, 8, 2, rows_per_strip=height, drop=(279,)))
put("tiff/no-photometric.tif", tiff(grey, 8, 1, drop=(262,)))
put("tiff/no-strips.tif", tiff(rgb, 8, 2, drop=(273,)))
put("tiff/no-samples.tif", tiff(grey, 8, 1, drop=(277,)))
put("tiff/no-rows-per-strip.tif", tiff(rgb, 8, 2, rows_per_strip=height, drop=(278,)))
put("tiff/unknown-compression.tif", tiff(rgb, 8, 2, compression=12345))
put("tiff/unknown-tags.tif", tiff(rgb, 8, 2, more=[(65000, 3, [1, 2, 3]), (34675, 3, [5])]))
for name, options in {"lzw": {"compression": "tiff_lzw"}, "g4": {"compression": "group4"}, "g3": {"compression": "group3"},
                      "ccitt": {"compression": "tiff_ccitt"}, "packbits": {"compression": "packbits"}}.items():
    save(f"tiff/pillow-bilevel-{name}.tif", bilevel, "TIFF", **options)
for name, image in {"rgb": picture, "rgba": rgba_picture, "la": la_picture, "grey": grey_picture, "palette": palette, "cmyk": cmyk_picture,
                    "ycbcr": picture.convert("YCbCr"), "lab": picture.convert("LAB"), "float": Image.fromarray(wide.astype(np.float32) / 100)}.items():
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "zstd", "webp", "lzma"):
        try:
            save(f"tiff/pillow-{name}-{compression}.tif", image, "TIFF", compression=compression)
        except Exception:
            pass
save("tiff/pages.tif", picture, "TIFF", save_all=True, append_images=[picture.rotate(180), grey_picture])
save("tiff/pages-deflate.tif", picture, "TIFF", save_all=True, compression="tiff_adobe_deflate", append_images=[grey_picture])
for name, content in {"raw": tiff(rgb, 8, 2), "deflate": tiff(rgb, 8, 2, compression=8), "raw-one": tiff(rgb, 8, 2, rows_per_strip=height)}.items():
    for k, cut in enumerate((4, 8, 400, len(content) // 2, len(content) - 60, len(content) - 2)):
        put(f"tiff/cut-{name}-{k}.tif", content[:cut])
    for k in range(3):
        put(f"tiff/flip-{name}-{k}.tif", flip(content, 100 + k * 300))
saved_front = saved(picture, "TIFF", compression="tiff_adobe_deflate")
for k, cut in enumerate((200, len(saved_front) - 300, len(saved_front) - 3)):
    put(f"tiff/cut-pillow-{k}.tif", saved_front[:cut])
raw_front = saved(picture, "TIFF")
for k, cut in enumerate((200, len(raw_front) - 300, len(raw_front) - 3)):
    put(f"tiff/cut-pillow-raw-{k}.tif", raw_front[:cut])

# --- WebP ------------------------------------------------------------------------------------------------------------

lossy = saved(picture, "WEBP", quality=80)
lossless = saved(picture, "WEBP", lossless=True)
put("webp/lossy.webp", lossy)
put("webp/lossless.webp", lossless)
for quality in (0, 30, 100):
    save(f"webp/lossy-{quality}.webp", picture, "WEBP", quality=quality)
save("webp/alpha-lossy.webp", rgba_picture, "WEBP", quality=80)
save("webp/alpha-lossless.webp", rgba_picture, "WEBP", lossless=True)
save("webp/alpha-exact.webp", rgba_picture, "WEBP", lossless=True, exact=True)
save("webp/grey.webp", grey_picture, "WEBP", lossless=True)
save("webp/exif.webp", picture, "WEBP", lossless=True, exif=exif(6))
save("webp/icc.webp", picture, "WEBP", lossless=True, icc_profile=b"no profile")
save("webp/animated.webp", picture, "WEBP", save_all=True, append_images=[picture.rotate(180)], lossless=True)
save("webp/animated-alpha.webp", rgba_picture, "WEBP", save_all=True, append_images=[rgba_picture.rotate(180)], lossless=True)
put("webp/trailer.webp", lossless + b"trailer" * 10)
for name, content in {"lossy": lossy, "lossless": lossless}.items():
    for k, cut in enumerate((11, 25, 60, len(content) // 2, len(content) - 30, len(content) - 2)):
        put(f"webp/cut-{name}-{k}.webp", content[:cut])
    for k in range(4):
        put(f"webp/flip-{name}-{k}.webp", flip(content, 30 + k * (len(content) - 40) // 4))


def riff(*chunks):
    body = b"WEBP" + b"".join(k + struct.pack("<I", len(d)) + d + bytes(len(d) % 2) for k, d in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def vp8x(flags, w, h):
    return b"VP8X", bytes([flags, 0, 0, 0]) + struct.pack("<I", w - 1)[:3] + struct.pack("<I", h - 1)[:3]


def three(n):
    return struct.pack("<I", n)[:3]


inner = saved(Image.fromarray(rgb[5:21, 8:30]), "WEBP", lossless=True)[12:]
inner_alpha = saved(Image.fromarray(np.dstack([rgb, alpha])[5:21, 8:30]), "WEBP", lossless=True, exact=True)[12:]
for name, content, colour in (("small-frame", inner, b"\0\0\0\0"), ("small-frame-background", inner, b"\x10\x20\x30\xff"), ("small-frame-alpha", inner_alpha, b"\x10\x20\x30\xff")):
    frame_data = three(2) + three(1) + three(21) + three(15) + three(100) + b"\0" + content
    put(f"webp/{name}.webp", riff(vp8x(0x12, width, height), (b"ANIM", colour + b"\0\0"), (b"ANMF", frame_data)))

# --- PBM, PGM, PPM ----------------------------------------------------------------------------------------------------

header = lambda magic, maximum="": f"{magic}\n{width} {height}\n{maximum}\n".encode()
text = lambda values: " ".join(str(int(v)) for v in np.asarray(values).ravel()).encode()
put("netpbm/p1.pbm", f"P1\n{width} {height}\n".encode() + text(grey > 90))
put("netpbm/p1-dense.pbm", f"P1\n{width} {height}\n".encode() + b"".join(b"%d" % v for v in (grey > 90).ravel()))
put("netpbm/p2.pgm", header("P2", 255) + text(grey))
put("netpbm/p2-15.pgm", header("P2", 15) + text(grey >> 4))
put("netpbm/p2-65535.pgm", header("P2", 65535) + text(wide))
put("netpbm/p3.ppm", header("P3", 255) + text(rgb))
put("netpbm/p3-100.ppm", header("P3", 100) + text(rgb.astype(int) * 100 // 255))
put("netpbm/p3-comments.ppm", b"P3 # a comment\n# another\n%d %d # more\n255\n# and\n" % (width, height) + text(rgb)[:200] + b" # here\n" + text(rgb)[200:])
put("netpbm/p4.pbm", f"P4\n{width} {height}\n".encode() + np.packbits(grey > 90, axis=1).tobytes())
put("netpbm/p5.pgm", header("P5", 255) + grey.tobytes())
put("netpbm/p5-15.pgm", header("P5", 15) + (grey >> 4).tobytes())
put("netpbm/p5-100.pgm", header("P5", 100) + (grey.astype(int) * 100 // 255).astype(np.uint8).tobytes())
put("netpbm/p5-65535.pgm", header("P5", 65535) + wide.astype(">u2").tobytes())
put("netpbm/p5-4095.pgm", header("P5", 4095) + (wide >> 4).astype(">u2").tobytes())
put("netpbm/p5-300.pgm", header("P5", 300) + (grey.astype(np.uint16)).astype(">u2").tobytes())
put("netpbm/p6.ppm", header("P6", 255) + rgb.tobytes())
put("netpbm/p6-31.ppm", header("P6", 31) + (rgb >> 3).tobytes())
put("netpbm/p6-too-large.ppm", header("P6", 31) + rgb.tobytes())
put("netpbm/p6-65535.ppm", header("P6", 65535) + rgb16.astype(">u2").tobytes())
put("netpbm/p6-1000.ppm", header("P6", 1000) + (rgb16 // 66).astype(">u2").tobytes())
put("netpbm/p6-comment.ppm", b"P6\n# made by hand\n%d %d\n255\n" % (width, height) + rgb.tobytes())
put("netpbm/p6-comment-end.ppm", b"P6\n%d %d\n255 # end\n" % (width, height) + rgb.tobytes())
put("netpbm/p6-crlf.ppm", b"P6\r\n%d %d\r\n255\n" % (width, height) + rgb.tobytes())
put("netpbm/p6-trailer.ppm", header("P6", 255) + rgb.tobytes() + b"more" * 9)
put("netpbm/p6-cut.ppm", header("P6", 255) + rgb.tobytes()[:-100])
put("netpbm/p6-31-cut.ppm", header("P6", 31) + (rgb >> 3).tobytes()[:-100])
put("netpbm/p3-cut.ppm", header("P3", 255) + text(rgb)[:-1000])
put("netpbm/p3-word.ppm", header("P3", 255) + b"1 2 three " + text(rgb))
put("netpbm/p3-large.ppm", header("P3", 255) + b"1 2 300 " + text(rgb))
put("netpbm/p6-maximum-0.ppm", header("P6", 0) + rgb.tobytes())
put("netpbm/p6-maximum-70000.ppm", header("P6", 70000) + rgb.tobytes())
put("netpbm/p7.pam", b"P7\nWIDTH 2\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\nabcdef")
put("netpbm/header-cut.ppm", b"P6\n45")
put("netpbm/zero.ppm", b"P6\n0 0\n255\n")
put("netpbm/claims-huge.ppm", b"P6\n12000 12000\n255\n")

# --- what else Pillow reads ------------------------------------------------------------------------------------------

save("ico/sizes.ico", picture.resize((64, 64)), "ICO", sizes=[(16, 16), (32, 32), (64, 64)])
save("ico/rgba.ico", rgba_picture.resize((48, 48)), "ICO", sizes=[(48, 48)])
save("ico/bmp.ico", picture.resize((32, 32)), "ICO", sizes=[(16, 16), (32, 32)], bitmap_format="bmp")
save("ico/bmp-rgba.ico", rgba_picture.resize((32, 32)), "ICO", sizes=[(32, 32)], bitmap_format="bmp")
save("ico/cut.ico", picture.resize((64, 64)), "ICO", sizes=[(64, 64)])
files["ico/cut.ico"] = files["ico/cut.ico"][:-200]
for name, image in {"rgb": picture, "rgba": rgba_picture, "grey": grey_picture, "la": la_picture, "palette": palette, "bilevel": bilevel}.items():
    save(f"tga/{name}.tga", image, "TGA")
    if name != "bilevel":
        save(f"tga/{name}-rle.tga", image, "TGA", compression="tga_rle")
save("tga/bottom-up.tga", picture, "TGA", orientation=-1)
for name, image in {"rgb": picture, "grey": grey_picture, "palette": palette, "bilevel": bilevel}.items():
    save(f"pcx/{name}.pcx", image, "PCX")
for name, image in {"rgb": picture, "rgba": rgba_picture, "grey": grey_picture}.items():
    save(f"sgi/{name}.rgb", image, "SGI")
save("other/bilevel.xbm", bilevel, "XBM")
save("other/jpeg2000.jp2", picture, "JPEG2000")
put("other/some.xpm", b'/* XPM */\nstatic char *x[] = {\n"2 2 2 1",\n"a c #ff0000",\n"b c #00ff00",\n"ab",\n"ba"\n};\n')
put("other/svg.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="red"/></svg>')
put("other/text.txt", b"hello, I am a text\n" * 20)
put("other/empty.jpg", b"")
put("other/zeros.jpg", bytes(3000))
put("other/heic.heic", struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(300))
put("other/heic-named.jpg", struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(300))
put("other/pdf.pdf", b"%PDF-1.4\n" + bytes(100))

# --- what Pillow makes of them ----------------------------------------------------------------------------------------

warnings.simplefilter("ignore")


def load_image(path):
    """fastai's, with PILImage's mode."""
    image = Image.open(path)
    image.load()
    image = image._new(image.im)
    return image.convert("RGB")


def digest(pixels):
    return hashlib.sha256(np.ascontiguousarray(pixels, np.uint8).tobytes()).hexdigest()


background = np.array([250, 20, 90])


def over_background(path):
    """The digest of a picture over the background; None where all of it is opaque."""
    image = Image.open(path)
    image.load()
    if image.mode not in ("LA", "PA", "RGBA", "La", "RGBa") and (image.mode in ("I", "1") or "transparency" not in image.info):
        return None
    values = np.asarray(image.convert("RGBA")).astype(int)
    opacity = values[..., 3:]
    return digest(np.floor((values[..., :3] * opacity + background * (255 - opacity)) / 255 + 0.5))


def upright(path):
    """The digest of a picture turned as its EXIF says; None where it says nothing. A TIFF is turned in any case."""
    image = Image.open(path)
    if image.format == "TIFF" or image.getexif().get(0x112, 1) not in range(2, 9):
        return None
    turned = ImageOps.exif_transpose(image).convert("RGB")
    return digest(np.asarray(turned))


expected = {}
for name, content in files.items():
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        image = load_image(path)
        expected[name] = {"width": image.width, "height": image.height, "sha256": digest(np.asarray(image))}
        more = {"over": over_background(path), "upright": upright(path)}
        expected[name] |= {key: value for key, value in more.items() if value}
    except Exception as error:
        expected[name] = {"error": f"{type(error).__name__}: {error}".replace(str(folder), "")[:200]}
(folder / "expected.json").write_text(json.dumps(expected, indent=1))
sample = """
png/c0-16-trns png/c0-4-interlaced png/c4-16 png/c6-16-interlaced png/palette-short png/palette-none png/crc-idat png/no-adler png/adler
png/rows-missing png/row-cut png/filter-bad png/cut-03324 png/unknown-critical png/crc-ancillary png/icc-broken png/exif-turned
jpeg/no-eoi jpeg/no-eoi-zeros jpeg/trailer jpeg/progressive-no-eoi jpeg/progressive-no-eoi-zeros jpeg/cmyk-no-eoi jpeg/ycck jpeg/12-bit
gif/small-frame gif/small-frame-local gif/small-frame-transparent gif/frame-outside gif/interlaced gif/short-palette gif/few-pixels gif/bad-code
bmp/bits-32-masks-108 bmp/bits-32-abgr bmp/no-last-padding bmp/palette-8-too-few bmp/offset-zero bmp/bits-444 bmp/claims-huge bmp/rle8
tiff/orientation-2 tiff/orientation-6-deflate tiff/orientation-9 tiff/ycbcr-8-deflate tiff/rgba-8-associated-little tiff/grey-16-signed-big
tiff/grey-16-white-is-zero-little tiff/cmyk-16-little  tiff/no-photometric tiff/rgbaxx-8-little
webp/small-frame-alpha netpbm/p1-dense netpbm/p2-15 netpbm/p4 netpbm/p5-4095 netpbm/p5-65535 netpbm/p6 netpbm/p6-31
netpbm/p6-cut netpbm/claims-huge ico/bmp ico/cut
tiff/grey-16-deflate tiff/grey-32-deflate tiff/grey-32-big tiff/grey-32-signed-deflate tiff/grey-float-deflate tiff/grey-4-white-is-zero-deflate
tiff/grey-1-fill-order-2 tiff/grey-alpha-8-deflate tiff/grey-alpha-8-associated-deflate tiff/palette-1-deflate tiff/palette-4-deflate tiff/pillow-la-jpeg
tiff/pillow-rgba-jpeg tiff/pillow-ycbcr-jpeg tiff/pillow-cmyk-jpeg tiff/pillow-bilevel-g4 tiff/rgba-8-unspecified-deflate tiff/rgba-16-associated-deflate
tiff/rgb-16-deflate tiff/cmyk-16-big tiff/rgb-float-deflate tiff/ycbcr-8-little tiff/rgb-16-fill-order-2 tiff/pages-deflate tiff/cut-raw-1 tiff/cut-raw-2
bmp/header-cut bmp/header-only bmp/zero-width bmp/jpeg-inside bmp/bits-32-odd bmp/palette-8-used-300 bmp/os2-4 bmp/rle4 bmp/rle8-short bmp/rle8-delta
bmp/bits-565 bmp/bits-32-masks-124 bmp/palette-1-top-down bmp/rgb-24-header-52 bmp/cut
png/bits-3 png/zero-size png/cut-00033 png/cut-00041 png/cut-00020 png/crc-plte png/c0-1-interlaced png/c2-8-trns png/c3-4-trns png/zlib-header png/exif-after
netpbm/header-cut netpbm/zero netpbm/p6-maximum-0 gif/cut-3 gif/no-frame gif/small-transparent-outside-palette gif/large-frame gif/only-local
""".split()
if len(sys.argv) > 2:
    named = {Path(name).with_suffix("").as_posix(): name for name in files}
    chosen = {named[n]: {"bytes": base64.b64encode(files[named[n]]).decode(), **expected[named[n]]} for n in sample}
    Path(sys.argv[2]).write_text(json.dumps(chosen, indent=1) + "\n")
print(f"{len(files)} files, {sum('error' in e for e in expected.values())} of them refused by Pillow {Image.__version__}")
