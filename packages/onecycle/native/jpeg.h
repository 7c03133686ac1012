// JPEG files by libjpeg-turbo, with the pixels that Pillow's convert('RGB') gives.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "picture.h"
#include "turn.h"

namespace onecycle {

// Why a picture cannot be had; the caller knows which one it is.
struct PictureError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Nothing is known to be wrong with the picture: the machine is short of something, or a disk does not answer.
struct ShortageError : PictureError {
  using PictureError::PictureError;
};

struct JpegHeader {
  int width;
  int height;
  int orientation;  // EXIF's 1 … 8; 1 where the file says nothing
};

struct DecodeOptions {
  bool truncated = false;        // accept a file that ends too early: what is missing stays grey
  bool strict = false;           // refuse what libjpeg only warns of
  int64_t maxPixels = 0;         // refuse pictures with more
  int eighths = 8;               // decode at this many eighths of the size
};

// The whole of a regular file; a part of one (a picture in an archive) where a zero byte, which no path has, and `offset:size`
// follow the path. What is in memory already is read within the turn; to wait for the disk it is given away. Throws PictureError, or
// ShortageError.
void readFile(const std::string& path, std::vector<uint8_t>& bytes, Turn& turn);

bool isJpeg(const uint8_t* bytes, size_t size);

JpegHeader readJpegHeader(const uint8_t* bytes, size_t size, int64_t maxPixels);

// Decodes into `out`; `warning` is what was wrong without keeping it from that. Throws PictureError.
Pixels decodeJpeg(const uint8_t* bytes, size_t size, const DecodeOptions& options, Buffer<uint8_t>& out,
                  Buffer<uint8_t>& row, std::string* warning = nullptr);

// EXIF orientations 5 … 8 swap width and height.
constexpr bool isSideways(int orientation) { return orientation >= 5; }

// Turns and mirrors so that the picture stands as its EXIF orientation says.
Pixels applyOrientation(const Pixels& in, int orientation, Buffer<uint8_t>& out);

}  // namespace onecycle
