#include "model/systems/system.hpp"

#include "model/base/nearest_name.hpp"
#include "model/systems/agents.hpp"
#include "model/systems/batch_jobs.hpp"
#include "model/systems/capstone.hpp"
#include "model/systems/chat.hpp"
#include "model/systems/collective_op.hpp"
#include "model/systems/completion.hpp"
#include "model/systems/data_plane.hpp"
#include "model/systems/decode_step.hpp"
#include "model/systems/expert_serving.hpp"
#include "model/systems/fleet.hpp"
#include "model/systems/flywheel.hpp"
#include "model/systems/footprint.hpp"
#include "model/systems/image_diffusion.hpp"
#include "model/systems/kernel.hpp"
#include "model/systems/long_context.hpp"
#include "model/systems/napkin.hpp"
#include "model/systems/on_device.hpp"
#include "model/systems/optimisation.hpp"
#include "model/systems/pretraining.hpp"
#include "model/systems/production.hpp"
#include "model/systems/rag.hpp"
#include "model/systems/ranking.hpp"
#include "model/systems/reliability.hpp"
#include "model/systems/replica.hpp"
#include "model/systems/rl.hpp"
#include "model/systems/serving_point.hpp"
#include "model/systems/voice.hpp"

namespace wallflip {

std::vector<SystemRow> system_table() {
  return {
      {"decode_step", "one decode step on one accelerator, memory without limit", build_decode_step},
      {"replica", "one serving replica under a TPOT target", build_replica},
      {"expert_serving", "one decode step spread over tensor, copies, experts and stages", build_expert_serving},
      {"napkin", "memory, days and dollars of a model that serves or trains", build_napkin},
      {"optimisation", "what each fix of a replica gains and costs", build_optimisation},
      {"long_context", "one long prompt on a node under a TTFT target", build_long_context},
      {"serving_point", "one replica behind a serving engine, as benchmarks measure it", build_serving_point},
      {"fleet", "a prefill pool and a decode pool under a TPOT target", build_fleet},
      {"capstone", "a large model on both pools, and no more GPUs than there are", build_capstone},
      {"completion", "a code assistant: cached contexts, held sessions, a tail of misses", build_completion},
      {"chat", "a consumer chatbot: users, turns, history, a budget", build_chat},
      {"rag", "retrieval before generation: look-up, stored KV, prefill, decode", build_rag},
      {"agents", "tasks of many calls: KV that waits for tools, a tail that adds up", build_agents},
      {"batch_jobs", "a pile of documents by a time: embed, classify, rewrite", build_batch_jobs},
      {"pretraining", "a training run: memory, links, bubble, batch and failures", build_pretraining},
      {"data_plane", "what feeds a training node: storage, host, GPUs", build_data_plane},
      {"kernel", "one operator on one accelerator, by its shape", build_kernel},
      {"footprint", "a training run: energy, carbon, water, to rent or to own", build_footprint},
      {"reliability", "a long run: failures, checkpoints, spares", build_reliability},
      {"collective_op", "one collective over one group of GPUs", build_collective_op},
      {"flywheel", "train, label, experiment: what a new model waits for", build_flywheel},
      {"production", "a fleet in production: idle, redundancy, failures, cold starts", build_production},
      {"rl", "RL post-training: actors, learners, the longest rollout, the wire", build_rl},
      {"image_diffusion", "images by a diffusion transformer", build_image_diffusion},
      {"ranking", "recommender ranking over sharded embedding tables", build_ranking},
      {"on_device", "one user and a small model on one device", build_on_device},
      {"voice", "a voice agent from mouth to ear", build_voice},
  };
}

std::unique_ptr<System> make_system(std::string_view id) {
  for (const SystemRow& row : system_table()) {
    if (row.id != id) continue;
    auto system = std::make_unique<System>();
    system->id = row.id;
    row.build(*system);
    return system;
  }
  return nullptr;
}

const Contest* System::contest(std::string_view name) const {
  for (const Contest& c : contests) {
    if (c.id == name) return &c;
  }
  return nullptr;
}

namespace {

std::string last_word(const std::string& name) {
  return name.substr(name.rfind('.') + 1);
}

}  // namespace

Issues add_contest(System& system, std::string id, Pick pick, const std::vector<std::string>& names,
                   const std::vector<std::string>& labels) {
  Issues issues;
  Contest contest{std::move(id), pick, {}};
  for (size_t i = 0; i < names.size(); ++i) {
    const NodeId node = system.sheet.find(names[i]);
    if (node < 0) {
      issues.push_back({.what = "no quantity " + names[i], .hint = did_you_mean(names[i], system.sheet.names())});
      continue;
    }
    const Unit& unit = system.sheet.node(node).unit;
    if (!contest.of.empty() && unit != system.sheet.node(contest.of[0].quantity.node).unit) {
      issues.push_back({.what = "contest " + contest.id + " compares " + names[0] + " with " + names[i] +
                                ", which has another unit (" + to_string(unit) + ")"});
    }
    const std::string label = i < labels.size() ? labels[i] : last_word(names[i]);
    contest.of.push_back({{&system.sheet, node}, label, wall_named(label)});
  }
  if (names.size() < 2) issues.push_back({.what = "contest " + contest.id + " needs at least two quantities"});
  if (system.contest(contest.id) != nullptr) issues.push_back({.what = "two contests are called " + contest.id});
  if (issues.empty()) system.contests.push_back(std::move(contest));
  return issues;
}

}  // namespace wallflip
