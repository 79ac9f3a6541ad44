#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/commands/command.hpp"
#include "model/lesson/bind.hpp"

namespace wallflip {

/// A lesson ready for questions, and the design that the command line asks about.
struct Opened {
  std::unique_ptr<Library> library;  ///< at a fixed place: `lab` points to it
  std::unique_ptr<Lab> lab;
  Design design;

  const Sheet& sheet() const { return lab->sheet(); }
  const System& system() const { return *lab->system; }
};

/// Catalog, course, mechanisms and glossary; null with issues when anything in them is wrong.
std::unique_ptr<Library> open_library(const Arguments& arguments, Issues& issues);
/// The lesson and the design of `--set`. Use it only while `issues` stays empty.
Opened open_design(const Arguments& arguments, Issues& issues);

/// "NAME=VALUE" texts; the last of one name wins. The place of each is the argument itself: "--set load.batch=x".
Settings read_settings(const std::vector<std::string>& texts, Issues& issues);
/// Issues whose pointer is an argument ("--set load.batch=x") stand there and not in the lesson's file.
void place_in_arguments(Issues& issues);

// Lookups by name, each with an issue that says the nearest one.
NodeId find_quantity(const Opened& opened, const std::string& argument, const std::string& name, Issues& issues);
const Contest* find_contest(const Opened& opened, const std::string& id, Issues& issues);
const Knob* find_knob(const Opened& opened, const std::string& argument, const std::string& name, Issues& issues);

}  // namespace wallflip
