#pragma once

#include <optional>
#include <string>
#include <vector>

#include "widgets/curve_plot.hpp"

namespace wallflip::widgets {

/// One of the limits of the batch: the SLO (bandwidth), the memory (capacity), the ridge (compute).
struct BatchLimit {
  std::string name, text;  ///< "B at 158"
  Wall wall = Wall::bandwidth;
  std::optional<double> batch;  ///< none: this limit does not exist here
};

/// One column of the picture.
struct BatchSample {
  double batch, throughput, tpot;  ///< sequences, token/s, s/token; NaN from where the design does not fit
};

struct BatchPlot {
  std::vector<BatchSample> samples;  ///< ascending in batch
  double batch = 1;                  ///< where the learner stands
  std::string point_text;            ///< "64: 4.52k tok/s"
  std::optional<double> slo;         ///< s/token
  std::string slo_text;              ///< "SLO 25 ms"
  std::vector<BatchLimit> limits;
  std::optional<double> fits_to;  ///< largest batch that fits; beyond is hatched
  std::string misfit_text = "does not fit";
  std::optional<double> hidden_from = std::nullopt;  ///< nothing is told beyond this batch yet
  std::string hidden_text = "predict first";
  bool point_draggable = true, slo_draggable = true;
  std::string x_title = "running sequences (batch)", y_title = "tokens/s", right_title = "time per token";
};

struct BatchPlotResult {
  std::optional<double> batch;  ///< dragged operating point
  std::optional<double> slo;    ///< dragged SLO line, s/token
  bool committed = false;
  std::string clicked;  ///< name of a limit
};

BatchPlotResult batch_plot(Ui& ui, Rect rect, const BatchPlot& what);

}  // namespace wallflip::widgets
