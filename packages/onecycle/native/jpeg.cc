#include "jpeg.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csetjmp>
#include <cstdio>
#include <cstring>

#include <jpeglib.h>

#include <jerror.h>

namespace onecycle {

namespace {

constexpr int64_t maxFileBytes = int64_t{1} << 30;
// A file may hold any number of scans, each costing a pass over the whole picture: encoders write about ten. All passes
// together may go over so many times `maxPixels`.
constexpr int maxScans = 100;
constexpr int64_t maxPasses = 12;

struct File {
  int descriptor;
  ~File() {
    if (descriptor >= 0) close(descriptor);
  }
};

// libjpeg reports an error by a call that must not return; it jumps back to `Jpeg::guarded`. Nothing between
// the two owns anything.
struct ErrorManager {
  jpeg_error_mgr base;
  jmp_buf back;
  char message[JMSG_LENGTH_MAX];
  char warning[JMSG_LENGTH_MAX];  // the first
  bool strict;
};

struct Source {
  jpeg_source_mgr base;
  bool tolerant;
};

const JOCTET endMarker[2] = {0xFF, JPEG_EOI};

void fail(j_common_ptr info) {
  auto* manager = reinterpret_cast<ErrorManager*>(info->err);
  manager->base.format_message(info, manager->message);
  longjmp(manager->back, 1);
}

void warn(j_common_ptr info, int level) {
  if (level >= 0) return;
  auto* manager = reinterpret_cast<ErrorManager*>(info->err);
  if (manager->strict) fail(info);
  if (manager->base.num_warnings++ == 0) manager->base.format_message(info, manager->warning);
}

// At the end of the bytes libjpeg is told to wait for more, as Pillow does it: what it has rows for it has read then, and
// only what is wanted beyond is missing. Tolerant, it gets an end marker instead and makes up the rest.
boolean refill(j_decompress_ptr info) {
  auto* source = reinterpret_cast<Source*>(info->src);
  if (!source->tolerant) return FALSE;
  source->base.next_input_byte = endMarker;
  source->base.bytes_in_buffer = 2;
  return TRUE;
}

void skip(j_decompress_ptr info, long count) {
  auto* source = reinterpret_cast<Source*>(info->src);
  if (count <= 0) return;
  if (static_cast<size_t>(count) > source->base.bytes_in_buffer) {
    source->base.bytes_in_buffer = 0;
    refill(info);
    return;
  }
  source->base.next_input_byte += count;
  source->base.bytes_in_buffer -= count;
}

// How many scans the markers of a file begin.
int64_t countScans(const uint8_t* bytes, size_t size) {
  int64_t scans = 0;
  size_t at = 2;
  while (at + 3 < size) {
    const auto* next = static_cast<const uint8_t*>(memchr(bytes + at, 0xFF, size - at - 3));
    if (!next) break;
    at = next - bytes + 1;
    const uint8_t marker = bytes[at];
    if (marker == JPEG_EOI) break;
    scans += marker == 0xDA;
    // Entropy-coded data follows the header of a scan; other markers with data are skipped with it.
    const bool isAlone = marker <= 0x01 || marker == 0xFF || (marker >= JPEG_RST0 && marker <= 0xD8);
    if (!isAlone) at += 1 + (bytes[at + 1] << 8 | bytes[at + 2]);
  }
  return scans;
}

void nothing(j_decompress_ptr) {}

class Jpeg {
 public:
  Jpeg(const uint8_t* bytes, size_t size, bool tolerant, bool strict) {
    info.err = jpeg_std_error(&errors_.base);
    errors_.base.error_exit = fail;
    errors_.base.emit_message = warn;
    errors_.strict = strict;
    guarded([&] { jpeg_create_decompress(&info); });
    source_.base = {bytes, size, nothing, refill, skip, jpeg_resync_to_restart, nothing};
    source_.tolerant = tolerant;
    info.src = &source_.base;
  }
  ~Jpeg() { jpeg_destroy_decompress(&info); }
  Jpeg(const Jpeg&) = delete;

  // Runs `body`, which calls libjpeg and must own nothing that needs a destructor.
  template <class Body>
  void guarded(Body body) {
    if (setjmp(errors_.back)) throw PictureError(errors_.message);
    body();
  }

  // What was wrong with it that did not keep it from being decoded; nothing where nothing was.
  const char* warning() const { return errors_.warning; }

  // What is wrong, but leaves all rows. Throws where such a thing is refused.
  void missing(const char* what) {
    if (errors_.strict) throw PictureError(what);
    if (errors_.base.num_warnings++ == 0) snprintf(errors_.warning, sizeof errors_.warning, "%s", what);
  }

  void header(int64_t maxPixels) {
    int state = JPEG_SUSPENDED;
    guarded([&] { state = jpeg_read_header(&info, TRUE); });
    if (state == JPEG_SUSPENDED) throw PictureError("premature end of JPEG (in its header)");
    const int64_t pixels = int64_t{info.image_width} * info.image_height;
    if (maxPixels > 0 && pixels > maxPixels)
      throw PictureError("the picture has " + std::to_string(info.image_width) + " × " + std::to_string(info.image_height) +
                         " pixels, more than the limit of " + std::to_string(maxPixels) +
                         " (raise maxPixels if it is to be trusted)");
  }

  jpeg_decompress_struct info{};

 private:
  ErrorManager errors_{};
  Source source_{};
};

// EXIF: TIFF structure in the first APP1 marker; tag 0x0112 of its first directory is the orientation.
int orientationOf(const uint8_t* data, unsigned size) {
  if (size < 14 || memcmp(data, "Exif\0\0", 6) != 0) return 1;
  const uint8_t* tiff = data + 6;
  const unsigned n = size - 6;
  const bool little = tiff[0] == 'I';
  auto word = [&](unsigned at) -> unsigned {
    return little ? tiff[at] | tiff[at + 1] << 8 : tiff[at] << 8 | tiff[at + 1];
  };
  const unsigned high = word(little ? 6 : 4), low = word(little ? 4 : 6);
  if (high != 0 || low + 2 > n) return 1;
  const unsigned entries = word(low);
  for (unsigned i = 0; i < entries && low + 2 + (i + 1) * 12 <= n; i++) {
    const unsigned at = low + 2 + i * 12;
    if (word(at) != 0x0112) continue;
    const unsigned value = word(at + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

// Adobe writes CMYK inverted, and Pillow takes every CMYK JPEG to be Adobe's; then its convert('RGB').
void cmykToRgb(const uint8_t* in, uint8_t* out, unsigned width) {
  for (unsigned x = 0; x < width; x++, in += 4, out += 3) {
    const int light = in[3];  // 255 − black
    for (int c = 0; c < 3; c++) {
      const int product = (255 - in[c]) * light + 128;
      const int value = light - (((product >> 8) + product) >> 8);
      out[c] = static_cast<uint8_t>(value < 0 ? 0 : value);
    }
  }
}

void checkScans(const uint8_t* bytes, size_t size, int64_t pixels, int64_t maxPixels) {
  const int64_t scans = countScans(bytes, size);
  // No JPEG has 2^40 pixels: a higher limit is none.
  const int64_t most = maxPasses * std::min(maxPixels, int64_t{1} << 40);
  const int64_t limit = maxPixels > 0 ? std::clamp<int64_t>(most / pixels, maxPasses, maxScans) : maxScans;
  if (scans > limit)
    throw PictureError("the JPEG has " + std::to_string(scans) + " scans, more than the limit of " + std::to_string(limit) +
                       " for its size");
}

}  // namespace

namespace {

// Whether the system's error says nothing about the file.
bool isShortage(int error) {
  switch (error) {
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case ENOBUFS:
    case EAGAIN:
    case EBUSY:
    case EIO:
    case ENODEV:
    case ENXIO:
    case ESTALE:
    case ETIMEDOUT:
    case EHOSTDOWN:
    case ENOTCONN:
      return true;
    default:
      return false;
  }
}

[[noreturn]] void failToRead(const std::string& path, int error) {
  if (error == ENOENT) {
    const size_t slash = path.rfind('/');
    if (slash != std::string::npos && slash > 0 && access(path.substr(0, slash).c_str(), F_OK) != 0)
      throw ShortageError("its folder is not there");
    throw PictureError("there is no such file");
  }
  // A socket cannot be opened, whatever the system is short of.
  struct stat status;
  if (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
    throw PictureError("it is not a regular file");
  const std::string reason = std::string("the system says: ") + strerror(error);
  if (isShortage(error)) throw ShortageError(reason);
  throw PictureError("it cannot be read; " + reason);
}

// Which bytes of a file of `total` are meant.
std::pair<int64_t, int64_t> spanOf(const std::string& path, int64_t total) {
  const size_t end = path.find('\0');
  if (end == std::string::npos) return {0, total};
  const size_t colon = path.find(':', end);
  if (colon == std::string::npos) throw PictureError("its place in the archive is none");
  const int64_t offset = std::stoll(path.substr(end + 1)), size = std::stoll(path.substr(colon + 1));
  if (offset < 0 || size < 0 || size > total || offset > total - size)
    throw PictureError("its archive ends before it does: it was cut or written anew");
  return {offset, size};
}

// Bytes of a file that are in memory already; −1 where there are none, and where the system cannot say.
ssize_t readNow([[maybe_unused]] int descriptor, [[maybe_unused]] uint8_t* to, [[maybe_unused]] size_t size, [[maybe_unused]] int64_t offset) {
#ifdef RWF_NOWAIT
  const iovec place{to, size};
  return preadv2(descriptor, &place, 1, offset, RWF_NOWAIT);
#else
  return -1;
#endif
}

}  // namespace

void readFile(const std::string& path, std::vector<uint8_t>& bytes, Turn& turn) {
  turn.beginToRead();
  // Not blocking: opening a named pipe would wait for a writer.
  const File file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat status;
  if (file.descriptor < 0 || fstat(file.descriptor, &status) != 0) failToRead(path, errno);
  if (S_ISDIR(status.st_mode)) throw PictureError("it is a folder, not a file");
  if (!S_ISREG(status.st_mode)) throw PictureError("it is not a regular file");
  const auto [offset, size] = spanOf(path, status.st_size);
  if (size == 0) throw PictureError("the file is empty");
  if (size > maxFileBytes) throw PictureError("the file is larger than 1 GiB");
  bytes.resize(size);
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t got = readNow(file.descriptor, bytes.data() + done, bytes.size() - done, offset + done);
    if (got < 0) {
      turn.giveAwayToWait();
      got = pread(file.descriptor, bytes.data() + done, bytes.size() - done, offset + done);
    }
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) failToRead(path, errno);
    if (got == 0) break;
    done += got;
  }
  bytes.resize(done);
}

bool isJpeg(const uint8_t* bytes, size_t size) {
  return size >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

JpegHeader readJpegHeader(const uint8_t* bytes, size_t size, int64_t maxPixels) {
  Jpeg jpeg(bytes, size, false, false);
  jpeg.guarded([&] { jpeg_save_markers(&jpeg.info, JPEG_APP0 + 1, 0xFFFF); });
  jpeg.header(maxPixels);
  int orientation = 1;
  for (auto* marker = jpeg.info.marker_list; marker && orientation == 1; marker = marker->next)
    orientation = orientationOf(marker->data, marker->data_length);
  return {static_cast<int>(jpeg.info.image_width), static_cast<int>(jpeg.info.image_height), orientation};
}

Pixels decodeJpeg(const uint8_t* bytes, size_t size, const DecodeOptions& options, Buffer<uint8_t>& out,
                  Buffer<uint8_t>& row, std::string* warning) {
  Jpeg jpeg(bytes, size, options.truncated, options.strict);
  auto& info = jpeg.info;
  jpeg.header(options.maxPixels);
  const bool cmyk = info.num_components == 4;
  if (info.num_components != 1 && info.num_components != 3 && !cmyk)
    throw PictureError("a JPEG with " + std::to_string(info.num_components) + " components");
  const bool grey = info.num_components == 1;
  info.out_color_space = grey ? JCS_GRAYSCALE : cmyk ? JCS_CMYK : JCS_RGB;
  info.scale_num = options.eighths;
  info.scale_denom = 8;
  if (jpeg_has_multiple_scans(&info)) checkScans(bytes, size, int64_t{info.image_width} * info.image_height, options.maxPixels);
  boolean started = FALSE;
  jpeg.guarded([&] { started = jpeg_start_decompress(&info); });
  if (!started) throw PictureError("premature end of JPEG (in scan " + std::to_string(info.input_scan_number) + ")");

  const unsigned width = info.output_width, height = info.output_height;
  const int64_t stride = int64_t{3} * width;
  uint8_t* pixels = out.reserve(stride * height);
  uint8_t* line = grey || cmyk ? row.reserve(size_t{4} * width) : nullptr;
  boolean finished = FALSE;
  jpeg.guarded([&] {
    while (info.output_scanline < height) {
      uint8_t* target = pixels + stride * info.output_scanline;
      JSAMPROW into = line ? line : target;
      if (jpeg_read_scanlines(&info, &into, 1) == 0) return;
      if (cmyk) cmykToRgb(line, target, width);
      if (grey)
        for (unsigned x = 0; x < width; x++) target[3 * x] = target[3 * x + 1] = target[3 * x + 2] = line[x];
    }
    finished = jpeg_finish_decompress(&info);
  });
  if (info.output_scanline < height)
    throw PictureError("premature end of JPEG (row " + std::to_string(info.output_scanline) + " of " + std::to_string(height) + ")");
  if (!finished) jpeg.missing("the end marker of the JPEG is missing");
  if (warning) *warning = jpeg.warning();
  return {pixels, static_cast<int>(width), static_cast<int>(height), stride};
}

Pixels applyOrientation(const Pixels& in, int orientation, Buffer<uint8_t>& out) {
  if (orientation <= 1 || orientation > 8) return in;
  const bool mirrored = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;  // columns run backwards
  const bool flipped = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;   // rows run backwards
  const bool swapped = orientation >= 5;
  const int width = swapped ? in.height : in.width, height = swapped ? in.width : in.height;
  uint8_t* pixels = out.reserve(size_t{3} * width * height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      const int sx0 = swapped ? y : x, sy0 = swapped ? x : y;
      const int sx = mirrored ? in.width - 1 - sx0 : sx0, sy = flipped ? in.height - 1 - sy0 : sy0;
      memcpy(pixels + 3 * (int64_t{y} * width + x), in.data + in.stride * sy + 3 * sx, 3);
    }
  return {pixels, width, height, int64_t{3} * width};
}

}  // namespace onecycle
