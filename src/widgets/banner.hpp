#pragma once

#include <string>

#include "model/base/issue.hpp"
#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// What is wrong with a file, above the last good state: every issue with its place and how to mend it.
struct Banner {
  std::string title;  ///< "lesson 03b has 2 problems; showing the last good version"
  Issues issues;
  int most = 4;        ///< issues written out
  std::string rest{};  ///< "and 3 more", when there are more than that
  std::string dismiss = "dismiss";
};

struct BannerResult {
  bool dismissed = false;
};

float banner_height(const Ui& ui, const Banner& banner, float width);
BannerResult error_banner(Ui& ui, Rect rect, const Banner& banner);

enum class ToastKind { note, good, bad };
struct Toast {
  std::string text;
  ToastKind kind = ToastKind::note;
  float visible = 1;  ///< 0..1, the caller fades it out
};
/// Centred at the bottom of `area`.
void toast(Ui& ui, Rect area, const Toast& toast);

}  // namespace wallflip::widgets
