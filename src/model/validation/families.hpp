#pragma once

// The makers that family_table() lists; each is defined in the file of its family.

#include "model/validation/family.hpp"

namespace wallflip::validation {

std::unique_ptr<Predictor> make_collectives(const Catalog& catalog);
std::unique_ptr<Predictor> make_inference(const Catalog& catalog);
std::unique_ptr<Predictor> make_serving(const Catalog& catalog);
std::unique_ptr<Predictor> make_reliability(const Catalog& catalog);
std::unique_ptr<Predictor> make_energy(const Catalog& catalog);

std::unique_ptr<Predictor> make_kernels(const Catalog& catalog);
std::unique_ptr<Predictor> make_training(const Catalog& catalog);
std::unique_ptr<Predictor> make_memory(const Catalog& catalog);

}  // namespace wallflip::validation
