#pragma once

// Training time of one image, layer by layer (detailed fidelity).
//
// Simplifications: a batch so large that waves of tiles and starts of kernels do not show; a layer reads as many pixels
// as it writes; its three passes (forward, both gradients) are alike; optimizer and pooling cost nothing.
// Normalisation, activation and addition run apart from the products. Sources: the table of layers in convolution.hpp;
// gemm.hpp (a product's time from its memory and compute time). Held against 2,600 images a second on an A100
// (huggingface/pytorch-image-models, issue 1491).
//
//   layer: t_cmp = 3 * 2 MACs / (rate under load; less where it has fewer than 128 outputs), 8 inputs at least
//          t_mem = 3 * (inputs + outputs) * 2 bytes / copy rate        time = longer + loss * shorter
//   the rest: outputs * 2 bytes * passes / copy rate
//   passes, unfused: statistics 1, normalise 2, activation 2, back 2 + 3 + 3; addition, of half the outputs, 3 + 3

#include "model/physics/convolution.hpp"
#include "model/physics/gpu.hpp"

namespace wallflip {

/// The equal layers of one row of the table, one image.
struct ConvLayerTime {
  Section s;
  const Gpu& gpu;
  Quantity pixels;  ///< of the image
  Quantity rate;    ///< FLOP/second
  ConvLayer layer;

  double map = layer.times / (layer.shrink * layer.shrink);        ///< output pixels over those of the image
  double inputs = layer.in < 8 ? 8 : layer.in;                     ///< what a matrix unit takes at once
  double macs = layer.kernel * layer.kernel * inputs * layer.out;  ///< of one output pixel

  Quantity compute = s.let("compute", pixels*(3 * 2 * macs * map * flop) / rate, second, "three products", resnet_2015);
  Quantity memory = s.let("memory", pixels*(3 * 2 * (layer.in + layer.out) * map * byte) / gpu.kernels.copy_rate,
                          second, "maps in and out, three times", resnet_2015);
  Quantity longer = s.let("longer", max(compute, memory), second, "the longer of the two", nvidia_matmul);
  Quantity shorter = s.let("shorter", min(compute, memory), second, "the shorter of the two", nvidia_matmul);
  Quantity time = s.let("time", longer + gpu.kernels.library.overlap_loss * shorter, second,
                        "forward and both gradients", nvidia_matmul);
};

struct ConvTimes {
  Section s;  ///< "image.net"
  const Gpu& gpu;
  ConvNet net;

  Quantity passes = s.input("passes", 16, "times that an output crosses memory beside the products", kernel_assumption);
  Quantity rate = s.let("rate", gpu.kernels.wide_rate* gpu.kernels.sustained, flop / second,
                        "rate of products under load", training_fit);
  Quantity narrow_rate = s.let("narrow_rate", rate* gpu.kernels.library.narrow_fraction, flop / second,
                               "the same with fewer than 128 outputs", aicfg_kernels);

  Quantity layer(const Section& at, const ConvLayer& row) const {
    return ConvLayerTime{at, gpu, net.pixels, row.out < 128 ? narrow_rate : rate, row}.time;
  }
  Quantity stage(const char* name, const ConvStage& rows) const {
    const Section at = s.section(name);
    const Quantity first = layer(at.section("first"), rows[0]), shortcut = layer(at.section("shortcut"), rows[4]);
    const Quantity reduce = layer(at.section("reduce"), rows[1]), spatial = layer(at.section("spatial"), rows[2]);
    const Quantity expand = layer(at.section("expand"), rows[3]);
    const Quantity entry =
        at.let("entry", first + shortcut, second, "what the first block has of its own", resnet_2015);
    const Quantity body = at.let("body", reduce + spatial + expand, second, "what all blocks have", resnet_2015);
    return at.let("time", entry + body, second, "all of the stage", resnet_2015);
  }
  Quantity stem = layer(s.section("stem_time"), resnet50_stem[0]);
  Quantity stage1 = stage("stage1_time", resnet50_stage1);
  Quantity stage2 = stage("stage2_time", resnet50_stage2);
  Quantity stage3 = stage("stage3_time", resnet50_stage3);
  Quantity stage4 = stage("stage4_time", resnet50_stage4);
  Quantity large_maps = s.let("large_maps", stem + stage1 + stage2, second, "products on large maps", resnet_2015);
  Quantity products = s.let("products", large_maps + stage3 + stage4, second, "products of one image", resnet_2015);
  Quantity elementwise = s.let("elementwise", net.activations* passes*(2 * byte) / gpu.kernels.copy_rate, second,
                               "normalisation, activation and addition", kernel_assumption);
  Quantity time = s.let("time", products + elementwise, second, "training on one image", resnet_2015);
};

}  // namespace wallflip
