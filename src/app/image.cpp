#include "app/image.hpp"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#include <stb_image_write.h>

#include "model/base/file_io.hpp"

namespace wallflip {

std::string png_bytes(const Image& image) {
  std::string bytes;
  const auto append = [](void* to, void* data, int size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(data), static_cast<size_t>(size));
  };
  if (image.rgba.empty()) return bytes;
  if (!stbi_write_png_to_func(append, &bytes, image.width, image.height, 4, image.rgba.data(), image.width * 4)) {
    bytes.clear();
  }
  return bytes;
}

bool write_png(const std::filesystem::path& path, const Image& image, Issues& issues) {
  const std::string bytes = png_bytes(image);
  if (bytes.empty()) {
    issues.push_back({path.string(), "", 0, "there is no picture to write", ""});
    return false;
  }
  return write_file_atomically(path, bytes, issues);
}

}  // namespace wallflip
