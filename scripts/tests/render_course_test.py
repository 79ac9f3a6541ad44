"""render_course against a stand-in for the binary: the commands it gives, the files it leaves, its exit code."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent
STAND_IN = """#!/usr/bin/env bash
case "$1" in
  list) echo '{"lessons":[{"id":"00","title":"Walls & flips"},{"id":"03b","title":"MoE"}]}' ;;
  shot) [[ $2 != BROKEN ]] || { echo "no such quantity" >&2; exit 2; }
        while [[ $1 != --out ]]; do shift; done; echo png >"$2" ;;
  *) echo "$1 of $2" ;;
esac
"""


class RenderCourse(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wallflip course ")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def render(self, stand_in):
        binary = self.folder / "wallflip"
        binary.write_text(stand_in)
        binary.chmod(0o755)
        return subprocess.run([sys.executable, str(SCRIPTS / "render_course"), str(binary), str(self.folder / "out")],
                              capture_output=True, text=True)

    def test_whole_course(self):
        done = self.render(STAND_IN)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        out = self.folder / "out"
        self.assertEqual(sorted(p.name for p in out.iterdir()), ["00.png", "03b.png", "index.html", "report.txt"])
        self.assertIn(f"{out / 'index.html'} (2 lessons)", done.stdout)
        report = (out / "report.txt").read_text()
        self.assertLess(report.index("flips of 00"), report.index("show of 03b"))
        self.assertIn("Walls &amp; flips", (out / "index.html").read_text())

    def test_one_broken_lesson_is_named_and_the_others_are_rendered(self):
        done = self.render(STAND_IN.replace("BROKEN", "03b"))
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, "failed: shot 03b: no such quantity\n")
        self.assertTrue((self.folder / "out" / "00.png").exists())

    def test_no_lessons(self):
        done = self.render("#!/usr/bin/env bash\necho '{\"lessons\":[]}'\n")
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
