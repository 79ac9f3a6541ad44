#pragma once

// Tokens to their experts and back: what an expert-parallel layer sends, with one copy a node or one copy an expert.
//
// Simplifications: experts are chosen evenly; every rank has as many tokens; the two links work at the same time.
// Sources: DeepSeek-V3, arXiv 2412.19437 (a token visits a limited number of groups, one copy crosses to a node and is
// handed on there); DeepEP's published bandwidths, against which it is checked.
//
//   ranks reached = R (1 - (1 - 1/R)^k)      R ranks in the groups allowed, k experts a token
//   nodes reached = n (1 - (1 - share)^(groups of a node)), no more than k experts reach
//   time = start + max(token bytes * ranks reached / link in the node, token bytes * nodes reached elsewhere / link
//   out)

#include "model/physics/collective_group.hpp"

namespace wallflip {

struct ExpertExchange {
  Section s;
  Collective group;

  Quantity tokens = s.count("tokens", 4096 * token, "tokens of a rank", lesson_default);
  Quantity token_bytes = s.input("token_bytes", 7168 * byte / token, "bytes of a token sent", lesson_default);
  Quantity chosen = s.count("chosen", {8, unitless}, "experts a token visits", lesson_default);
  Quantity groups = s.count("groups", {8, unitless}, "groups of experts", lesson_default);
  Quantity groups_visited = s.count("groups_visited", {4, unitless}, "groups a token may visit", lesson_default);
  Quantity copies = s.choice("copies", {"one a node", "one an expert"}, 0, "copies sent between nodes", lesson_default);
  Quantity link_fraction = s.input("link_fraction", 0.9, "achieved fraction of both links", rule_of_thumb, "%");

  Quantity group_share = s.let("group_share", min(groups_visited / max(groups, 1), 1), unitless,
                               "share of the groups a token may visit", deepseek_v3, "%");
  Quantity reachable =
      s.let("reachable", max(group.ranks* group_share, 1), unitless, "ranks in its groups, at least one", deepseek_v3);
  Quantity rank_copies = s.let("rank_copies", reachable*(1 - pow(1 - 1 / reachable, chosen)), unitless,
                               "ranks a token reaches", deepseek_v3);
  Quantity by_groups = s.let("by_groups", group.nodes*(1 - pow(1 - group_share, groups / group.nodes)), unitless,
                             "nodes that its groups stand in", deepseek_v3);
  Quantity by_experts = s.let("by_experts", group.nodes*(1 - pow(1 - 1 / group.nodes, chosen)), unitless,
                              "nodes that so many experts reach", deepseek_v3);
  Quantity node_copies =
      s.let("node_copies", min(by_groups, by_experts), unitless, "nodes a token reaches", deepseek_v3);
  Quantity elsewhere =
      s.let("elsewhere", (group.nodes - 1) / group.nodes, unitless, "share of them that are other nodes", definition);
  Quantity far_copies = s.let("far_copies", select(copies == 0, node_copies, chosen) * elsewhere, unitless,
                              "copies sent to other nodes", deepseek_v3);
  Quantity near_copies = s.let("near_copies", select(copies == 0, rank_copies, chosen / group.nodes), unitless,
                               "copies sent inside a node", deepseek_v3);
  Quantity payload = s.let("payload", tokens* token_bytes, byte, "tokens of a rank, one copy", definition);
  Quantity near_time = s.let("near_time", payload* near_copies / (group.node_link * link_fraction), second,
                             "copies inside the node", definition);
  Quantity far_time =
      s.let("far_time", payload* far_copies / (group.net_link * link_fraction), second, "copies out of it", definition);
  Quantity start = s.let("start", group.simple.start + group.talks * group.net.library.p2p_start, second,
                         "start of a kernel that sends", aicfg_collectives);
  Quantity time = s.let("time", start + max(near_time, far_time), second, "one exchange", deepseek_v3);
  Quantity counted = s.let("counted", select(copies == 1, chosen, select(group.nodes > 1, node_copies, rank_copies)),
                           unitless, "copies as published bandwidths count them, the own node's included", definition);
  Quantity bandwidth = s.let("bandwidth", payload* counted / max(time, 1e-9 * second), byte / second,
                             "bytes so counted over the time", definition);
};

}  // namespace wallflip
