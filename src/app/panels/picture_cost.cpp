// From the price of a GPU to the price of a million tokens, one block per factor.
#include "app/panels/picture_parts.hpp"
#include "model/sheet/format.hpp"
#include "widgets/cost_waterfall.hpp"

namespace wallflip {
namespace {

using namespace picture;

struct Link {
  Named quantity;
  std::string sign;  ///< before the block
};

/// price / (tokens/s of a GPU) = cost; with several GPUs price x n = replica, / (tokens/s of the replica) = cost.
std::vector<Link> chain_of(const PictureContext& c) {
  const double gpus = value_of(c, "split.tp").value_or(1);
  std::vector<Link> links = {{named(c, "gpu.price_per_hour"), ""}};
  if (gpus > 1 && named(c, "cost.replica_price")) {
    links.push_back({named(c, "cost.replica_price"), "\u00D7 " + format_value(gpus, unitless) + " ="});
    links.push_back({first_named(c, {"serving.throughput", "decode.throughput"}), "/"});
  } else {
    links.push_back({named(c, "cost.throughput_per_gpu"), "/"});
  }
  links.push_back({named(c, "cost.per_million_output_tokens"), "="});
  std::erase_if(links, [](const Link& link) { return !link.quantity; });
  return links;
}

widgets::CostStep step_of(const PictureContext& c, const Link& link) {
  const Named& q = link.quantity;
  const std::optional<double> value = value_of(c, q);
  widgets::CostStep step{q.name, link.sign, q.label, words::blank, "", link.sign == "="};
  if (c.session.values_hidden() && !q.is_input) {
    step.value = words::hidden;
  } else if (value) {
    const FormattedValue shown = format_parts(*value, q.unit, q.display);
    step.value = shown.number;
    step.unit = shown.unit;
  }
  return step;
}

}  // namespace

PictureResult draw_cost(const PictureContext& c) {
  const IdScope scope(c);
  widgets::CostWaterfall chain;
  for (const Link& link : chain_of(c)) chain.steps.push_back(step_of(c, link));
  return {widgets::cost_waterfall(c.ui, c.rect, chain).clicked};
}

widgets::TextTable twin_cost(const PictureContext& c) {
  widgets::TextTable table{
      c.strings[Str::picture_cost], {"", c.strings[Str::picture_quantity], c.strings[Str::picture_value]}, {}};
  for (const Link& link : chain_of(c)) {
    table.rows.push_back({link.sign, link.quantity.label, live_value(c, link.quantity)});
  }
  return table;
}

}  // namespace wallflip
