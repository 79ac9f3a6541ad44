#pragma once

#include <span>

#include "widgets/gallery.hpp"

namespace wallflip::widgets {

/// Rows of the gallery: plots, maps and bars.
std::span<const GalleryEntry> gallery_pictures();

}  // namespace wallflip::widgets
