"""Each check passes on a clean tree and fails on a planted violation."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent
CMAKE_LISTS = """
wallflip_layer(base     src/model/base     DEPENDS fmt::fmt)
wallflip_layer(sheet    src/model/sheet    DEPENDS wallflip_base)
wallflip_layer(catalog  src/model/catalog  DEPENDS wallflip_sheet)
wallflip_layer(physics  src/model/physics  DEPENDS wallflip_sheet)
wallflip_layer(lesson   src/model/lesson   DEPENDS wallflip_physics wallflip_catalog)
wallflip_layer(widgets  src/widgets        DEPENDS wallflip_sheet imgui::imgui)
wallflip_layer(app      src/app            DEPENDS wallflip_lesson wallflip_widgets glfw)
"""


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wallflip checks ")  # a space, as in many home folders
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("CMakeLists.txt", CMAKE_LISTS)
        self.write(".clang-format", (SCRIPTS.parent / ".clang-format").read_text(encoding="utf-8"))
        for header in ("model/base/issue", "model/sheet/sheet", "model/physics/decode", "model/catalog/gpu",
                       "model/lesson/lesson", "widgets/ui", "app/window"):
            self.write(f"src/{header}.hpp", "#pragma once\n")

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run_check(self, script):
        command = [str(SCRIPTS / script), str(self.root)]
        if script != "check_format":
            command.insert(0, sys.executable)
        done = subprocess.run(command, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def assert_clean(self, script):
        code, output = self.run_check(script)
        self.assertEqual((code, output), (0, ""))

    def assert_found(self, script, *expected):
        code, output = self.run_check(script)
        self.assertEqual(code, 1, output)
        for text in expected:
            self.assertIn(text, output)


class Layers(Tree):
    def plant(self, path, include):
        self.write(path, f"// first line\n#include {include}\n")

    def test_includes_that_point_down_are_fine(self):
        self.plant("src/model/lesson/lesson.cpp", '"model/physics/decode.hpp"')
        self.plant("src/app/main.cpp", '"widgets/ui.hpp"')
        self.plant("src/widgets/ui.cpp", "<imgui.h>")
        self.plant("src/model/sheet/sheet.cpp", '"sheet.hpp"')
        self.plant("tests/model/lesson/lesson_test.cpp", '"model/base/issue.hpp"')
        self.assert_clean("check_layers")

    def test_upward(self):
        for path, include in (("src/model/base/a.cpp", "model/sheet/sheet.hpp"),
                              ("src/model/physics/a.hpp", "model/lesson/lesson.hpp"),
                              ("src/model/physics/a.hpp", "model/catalog/gpu.hpp"),
                              ("src/widgets/a.cpp", "model/physics/decode.hpp"),
                              ("src/widgets/a.cpp", "app/window.hpp"),
                              ("src/model/lesson/a.cpp", "widgets/ui.hpp"),
                              ("tests/model/base/a_test.cpp", "model/sheet/sheet.hpp")):
            for quoted in (f'"{include}"', f"<{include}>"):
                with self.subTest(path=path, include=quoted):
                    self.plant(path, quoted)
                    self.assert_found("check_layers", f"{path}:2:", include)
                    (self.root / path).unlink()

    def test_third_party(self):
        for path, include in (("src/model/base/a.cpp", "<imgui.h>"), ("src/model/lesson/a.cpp", "<GLFW/glfw3.h>"),
                              ("src/widgets/a.cpp", "<CLI/CLI.hpp>"), ("src/model/base/a.cpp", "<nlohmann/json.hpp>"),
                              ("src/model/lesson/a.hpp", "<nlohmann/json_fwd.hpp>")):
            with self.subTest(path=path, include=include):
                self.plant(path, include)
                self.assert_found("check_layers", f"{path}:2:")
                (self.root / path).unlink()

    def test_paths(self):
        self.plant("src/model/base/a.cpp", '"../sheet/sheet.hpp"')
        self.plant("src/model/base/b.cpp", '"model/base/gone.hpp"')
        self.write("src/model/stray.cpp", "")
        self.assert_found("check_layers", "base/a.cpp:2:", "base/b.cpp:2:", "src/model/stray.cpp: belongs to no layer")

    def test_arrows_of_the_build_itself(self):
        self.write("CMakeLists.txt", CMAKE_LISTS.replace("DEPENDS fmt::fmt", "DEPENDS wallflip_sheet"))
        self.assert_found("check_layers", "layer base depends on sheet")
        self.write("CMakeLists.txt", CMAKE_LISTS + "wallflip_layer(x src/model/x DEPENDS wallflip_widgets)\n")
        self.assert_found("check_layers", "layer x of the model depends on widgets")
        self.write("CMakeLists.txt", "project(other)\n")
        self.assert_found("check_layers", "no wallflip_layer")


class Names(Tree):
    def test_equal(self):
        self.write("src/model/physics/a.hpp", 'Quantity time = s.let("time", a / b, second, "text", source);\n')
        self.assert_clean("check_names")

    def test_different(self):
        self.write("src/model/systems/a.hpp", '\nQuantity time =\n    s.let(\n  "tme", a / b, second, "text", source);\n')
        self.assert_found("check_names", "a.hpp:2: the member is time", '"tme"')

    def test_one_type_of_a_name(self):
        for layer, namespace in (("model/physics", "wallflip"), ("widgets", "wallflip::widgets")):
            self.write(f"src/{layer}/grid.hpp", f"namespace {namespace} {{\nstruct Grid {{\n}};\n}}\n")
        self.assert_clean("check_names")
        self.write("src/model/catalog/place.hpp", "namespace wallflip {\nstruct Grid {\n};\n}\n")
        self.assert_found("check_names", "grid.hpp:2: Grid is a type already, in src/model/catalog/place.hpp:2")


class Format(Tree):
    def test_formatted(self):
        self.assert_clean("check_format")

    def test_unformatted(self):
        version = subprocess.run("$(command -v clang-format-14 || command -v clang-format) --version", shell=True,
                                 capture_output=True, text=True).stdout
        self.write("src/model/base/a b.cpp", "int   f( ){return 1;}\n")
        code, output = self.run_check("check_format")
        self.assertEqual(code, 1 if "version 14" in version else 0, output)
        self.assertIn("src/model/base/a b.cpp", output)
        self.assertNotIn("issue.hpp", output)

    def test_nothing_to_look_at(self):
        code, _ = subprocess.getstatusoutput(f"'{SCRIPTS}/check_format' '{self.root}/src/model'")
        self.assertEqual(code, 1)


class CountTests(Tree):
    def count(self, *cases):
        self.write("tests.xml", "<testsuite>" + "".join(cases) + "</testsuite>")
        command = [sys.executable, str(SCRIPTS / "count_tests"), str(self.root / "tests.xml")]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    def test_doctest_counts_cases_and_anything_else_counts_one(self):
        doctest = "<system-out>[doctest] test cases: 12 | {} passed | {} failed | 0 skipped</system-out>"
        run, fail = '<testcase status="run">{}</testcase>', '<testcase status="fail"><failure/>{}</testcase>'
        self.assertEqual(self.count(run.format(doctest.format(12, 0)), run.format("")), "13 0")
        self.assertEqual(self.count(fail.format(doctest.format(10, 2)), fail.format("")), "10 3")
        # A crash after the summary, a test that could not start, a test switched off.
        self.assertEqual(self.count(fail.format(doctest.format(12, 0))), "12 1")
        self.assertEqual(self.count('<testcase status="notrun"><skipped message="Unable to find executable"/></testcase>'), "0 1")
        self.assertEqual(self.count('<testcase status="disabled"/>'), "0 0")


if __name__ == "__main__":
    unittest.main()
