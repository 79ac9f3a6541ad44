#pragma once

// A convolution net as a table of layers: ResNet-50.
//
// Simplifications: 2 FLOP a multiply-add; normalisation, additions and pooling cost no FLOP; the stride of a
// bottleneck sits in its 3x3 layer (version 1.5); the image is square and divides by 32.
// Sources: He et al. 2015, arXiv 1512.03385, table 1; torchvision for the place of the stride and the totals.
//
//   a layer: k x k kernel, `in` -> `out` channels, on a map of (side / shrink)^2:  MACs = k^2 in out (side / shrink)^2
//   parameters = k^2 in out + 2 out of the normalisation behind it

#include <array>

#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

struct ConvLayer {
  double kernel, in, out;
  double shrink;     ///< side of the image over side of this layer's output
  double times = 1;  ///< equal layers
};

using ConvStage = std::array<ConvLayer, 5>;

/// Bottlenecks: reduce, 3x3, expand. The first one takes the map that comes in, and its shortcut is projected.
constexpr ConvStage bottlenecks(double blocks, double in, double width, double before, double after) {
  return {{{1, in, width, before},
           {1, 4 * width, width, after, blocks - 1},
           {3, width, width, after, blocks},
           {1, width, 4 * width, after, blocks},
           {1, in, 4 * width, after}}};
}

inline constexpr ConvStage resnet50_stem = {{{7, 3, 64, 2}}};
inline constexpr ConvStage resnet50_stage1 = bottlenecks(3, 64, 64, 4, 4);
inline constexpr ConvStage resnet50_stage2 = bottlenecks(4, 256, 128, 4, 8);
inline constexpr ConvStage resnet50_stage3 = bottlenecks(6, 512, 256, 8, 16);
inline constexpr ConvStage resnet50_stage4 = bottlenecks(3, 1024, 512, 16, 32);

/// Sums over the rows of one stage. MACs and outputs are those of one pixel of the image.
struct ConvCount {
  double macs_per_pixel = 0, outputs_per_pixel = 0, params = 0;
};
constexpr ConvCount count_layers(const ConvStage& stage) {
  ConvCount sum;
  for (const ConvLayer& l : stage) {
    const double weights = l.kernel * l.kernel * l.in * l.out;
    if (weights == 0) continue;
    sum.macs_per_pixel += l.times * weights / (l.shrink * l.shrink);
    sum.outputs_per_pixel += l.times * l.out / (l.shrink * l.shrink);
    sum.params += l.times * (weights + 2 * l.out);
  }
  return sum;
}

constexpr ConvCount resnet50_count() {
  ConvCount sum;
  for (const ConvStage& stage : {resnet50_stem, resnet50_stage1, resnet50_stage2, resnet50_stage3, resnet50_stage4}) {
    const ConvCount part = count_layers(stage);
    sum.outputs_per_pixel += part.outputs_per_pixel;
    sum.params += part.params;
  }
  return sum;
}

/// One image through the net.
struct ConvNet {
  Section s;

  Quantity side = s.count("side", {224, unitless}, "side of the image", torchvision_resnet50);
  Quantity classes = s.count("classes", {1000, unitless}, "classes", torchvision_resnet50);
  Quantity features = s.count("features", {2048, unitless}, "features before the classes", torchvision_resnet50);
  Quantity pixels = s.let("pixels", side* side, unitless, "pixels of the image", definition);

  Quantity macs_of(const char* name, const ConvStage& stage) const {
    return s.let(name, count_layers(stage).macs_per_pixel * pixels, unitless, "multiply-adds of this stage",
                 resnet_2015);
  }
  Quantity stem = macs_of("stem", resnet50_stem);
  Quantity stage1 = macs_of("stage1", resnet50_stage1);
  Quantity stage2 = macs_of("stage2", resnet50_stage2);
  Quantity stage3 = macs_of("stage3", resnet50_stage3);
  Quantity stage4 = macs_of("stage4", resnet50_stage4);
  Quantity head = s.let("head", features* classes, unitless, "multiply-adds of the classifier", resnet_2015);
  Quantity macs = s.let("macs", stem + stage1 + stage2 + stage3 + stage4 + head, unitless, "multiply-adds of one image",
                        resnet_2015);
  Quantity forward_flops = s.let("forward_flops", 2 * flop * macs, flop, "FLOP of one image, forward", resnet_2015);

  Quantity params = s.let("params", resnet50_count().params + (features + 1) * classes, unitless,
                          "parameters, normalisation included", resnet_2015);
  Quantity activations = s.let("activations", resnet50_count().outputs_per_pixel* pixels, unitless,
                               "elements that the layers write", resnet_2015);
};

}  // namespace wallflip
