#pragma once

#include <optional>
#include <string>
#include <vector>

#include "widgets/curve_plot.hpp"

namespace wallflip::widgets {

/// A flat ceiling: what the arithmetic units reach in one number format.
struct ComputeRoof {
  std::string label;   ///< "bf16 989 TFLOP/s"
  double flops = 1;    ///< FLOP/s
  bool active = true;  ///< the one the design uses; the others are faint
};

struct RooflinePoint {
  std::string name, text;  ///< "decode 61 TFLOP/s"
  double intensity = 1;    ///< FLOP/byte
  double flops = 1;        ///< FLOP/s reached
  Hue hue = Color::curve;
  bool draggable = false, ghost = false;
};

struct Roofline {
  std::vector<ComputeRoof> roofs;
  double bandwidth = 1;         ///< byte/s
  std::string bandwidth_label;  ///< "3.35 TB/s"
  std::string ridge_text;       ///< "ridge 295"
  bool ridge_draggable = false;
  std::vector<RooflinePoint> points;
  std::string x_title = "arithmetic intensity, FLOP per byte", y_title = "FLOP/s";
};

struct RooflineResult {
  std::string dragged;                     ///< name of the point
  std::optional<double> intensity_factor;  ///< where the mouse wants the point, relative to where it is
  std::optional<double> ridge;             ///< FLOP/byte
  bool committed = false;
  std::string clicked;
};

RooflineResult roofline_plot(Ui& ui, Rect rect, const Roofline& what);

}  // namespace wallflip::widgets
