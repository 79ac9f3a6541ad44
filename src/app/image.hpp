#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/base/issue.hpp"

namespace wallflip {

/// Rows from the top, four bytes a pixel: red, green, blue, alpha.
struct Image {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;

  Image() = default;
  Image(int w, int h) : width(w), height(h), rgba(static_cast<size_t>(w) * static_cast<size_t>(h) * 4) {}
  std::uint8_t* at(int x, int y) {
    return rgba.data() + (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)) * 4;
  }
  const std::uint8_t* at(int x, int y) const { return const_cast<Image*>(this)->at(x, y); }
};

/// The file's bytes; empty for an image without pixels.
std::string png_bytes(const Image& image);
bool write_png(const std::filesystem::path& path, const Image& image, Issues& issues);

}  // namespace wallflip
