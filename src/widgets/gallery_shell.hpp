#pragma once

#include <span>

#include "widgets/gallery.hpp"

namespace wallflip::widgets {

/// Rows of the gallery: the parts around the picture: course, steps, trail, cards.
std::span<const GalleryEntry> gallery_shell();

}  // namespace wallflip::widgets
