"""packages.sh with its commands replaced: what is asked of the machine when something is missing, and what is not."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent
ALL = re.findall(r"^(run|check|deep) *\| *(\S+)", (SCRIPTS / "packages.sh").read_text(encoding="utf-8"), re.M)
TOOLS = ("bash", "env", "sed", "cut", "tr", "grep", "mktemp", "rm", "cat")


class Packages(unittest.TestCase):
    """PATH holds a few tools of this machine and our own dpkg-query, apt-get, apt-cache, id and sudo."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.bin = pathlib.Path(folder.name)
        self.log = self.bin / "log"
        self.log.write_text("")
        for tool in TOOLS:
            real = next(p for p in ("/usr/bin", "/bin") if os.path.exists(f"{p}/{tool}"))
            (self.bin / tool).symlink_to(f"{real}/{tool}")
        self.user(0)
        self.script("apt-get", f'echo "apt-get $*" >>"{self.log}"')
        self.script("apt-cache", 'case "$2" in libclang-rt-dev) c="(none)" ;; *) c=1 ;; esac; echo "  Candidate: $c"')
        self.installed(name for _, name in ALL)

    def script(self, name, body):
        file = self.bin / name
        file.write_text(f"#!/usr/bin/env bash\n{body}\n")
        file.chmod(0o755)

    def user(self, number):
        self.script("id", f"echo {number}")

    def installed(self, names):
        self.script("dpkg-query", "\n".join(f'echo "installed {name}"' for name in names))

    def without(self, *names):
        self.installed(name for _, name in ALL if name not in names)

    def call(self, line):
        done = subprocess.run(["/bin/bash", "-uc", f'source "{SCRIPTS}/packages.sh"; {line}'], stdin=subprocess.DEVNULL,
                              env={"PATH": str(self.bin), "TMPDIR": str(self.bin)}, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def test_nothing_missing_starts_nothing(self):
        self.user(1000)
        for level in ("run", "check", "deep"):
            self.assertEqual(self.call(f"install_packages {level}"), (0, ""))
        self.assertEqual(self.log.read_text(), "")

    def test_levels_contain_the_lower_ones(self):
        count = {level: len(self.call(f"list_packages {level}")[1].splitlines()) for level in ("run", "check", "deep")}
        self.assertEqual(count["deep"], len(ALL))
        self.assertTrue(10 < count["run"] < count["check"] < count["deep"])

    def test_list_tells_what_is_missing(self):
        self.without("libmd4c-dev")
        code, output = self.call("list_packages run")
        self.assertEqual([l for l in output.splitlines() if l.startswith("missing")], ["missing    libmd4c-dev"])

    def test_a_package_of_a_higher_level_is_not_missed(self):
        self.without("libbenchmark-dev")
        self.assertEqual(self.call("missing_packages run"), (0, ""))
        self.assertEqual(self.call("missing_packages check"), (0, "libbenchmark-dev\n"))

    def test_a_command_from_elsewhere_counts_unless_it_does_not_work(self):
        self.without("xvfb")
        probe = 'package_table="run | xvfb | own-tool"; missing_packages run'
        self.assertEqual(self.call(probe), (0, "xvfb\n"))
        self.script("own-tool", "exit 127")  # a pyenv shim without the tool behind it
        self.assertEqual(self.call(probe), (0, "xvfb\n"))
        self.script("own-tool", "exit 0")
        self.assertEqual(self.call(probe), (0, ""))

    def test_root_installs_without_sudo_and_with_the_name_of_this_distribution(self):
        self.without("libmd4c-dev", "libclang-rt-dev")
        self.script("sudo", "exit 1")
        table = 'package_table="run | libmd4c-dev |\nrun | libclang-rt-dev libclang-rt-14-dev |"; '
        code, output = self.call(table + "install_packages run")
        self.assertEqual(code, 0, output)
        self.assertEqual(output, "wallflip: installing (apt-get): libmd4c-dev libclang-rt-dev\n")
        update, install = self.log.read_text().splitlines()
        self.assertTrue(update.endswith(" update"))
        self.assertTrue(install.endswith(" libmd4c-dev libclang-rt-14-dev"), install)

    def test_user_with_sudo(self):
        self.user(1000)
        self.without("fonts-inter")
        self.script("sudo", f'echo "sudo $1" >>"{self.log}"; [[ $1 == -n ]] || "$@"')
        code, output = self.call("install_packages run")
        self.assertEqual((code, output), (0, "wallflip: installing with sudo (apt-get): fonts-inter\n"))
        self.assertIn("install --no-install-recommends fonts-inter", self.log.read_text())

    def test_user_who_may_not_install_gets_one_line(self):
        self.user(1000)
        self.without("fonts-inter", "libmd4c-dev")
        expected = (1, "wallflip: missing packages, and no right to install them; "
                       "as root: apt-get install libmd4c-dev fonts-inter\n")
        self.assertEqual(self.call("install_packages run"), expected)
        self.script("sudo", "exit 1")  # sudo is there and wants a password that nobody can type
        self.assertEqual(self.call("install_packages run"), expected)
        self.assertEqual(self.log.read_text(), "")

    def test_failure_of_apt_is_a_failure_with_its_words(self):
        self.without("fonts-inter")
        self.script("apt-get", 'echo "E: Unable to fetch some archives"; exit 100')
        code, output = self.call("install_packages run")
        self.assertEqual(code, 1)
        self.assertIn("E: Unable to fetch some archives\nwallflip: apt-get could not install: fonts-inter", output)

    def test_no_apt_at_all(self):
        (self.bin / "apt-get").unlink()
        self.without("fonts-inter")
        code, output = self.call("install_packages run")
        self.assertEqual(code, 1)
        self.assertEqual(len(output.splitlines()), 1)
        self.assertIn("fonts-inter", output)


if __name__ == "__main__":
    unittest.main()
