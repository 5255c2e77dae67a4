"""What the tests of the command share: running it, temporary files, a text that has one sure mistake."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

EXE = os.environ.get("FLUIDE_EXE", "fluide")
CLEAN = "Les enfants mangent."
WRONG = "Les enfans mangent."      # one spelling mistake, its first suggestion makes it CLEAN


class Answer:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def text(self):
        return self.out.decode("utf-8")

    @property
    def errors(self):
        return self.err.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def lines(self):
        return [json.loads(line) for line in self.text.splitlines()]


def environment(extra=None):
    """The environment without what changes the output; UTF-8 or not must not matter, so the locale is C."""
    keep = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "TERM", "LANG")}
    return {**keep, "LC_ALL": "C", **(extra or {})}


def fluide(*arguments, stdin=b"", env=None, cwd=None, timeout=120):
    if isinstance(stdin, str):
        stdin = stdin.encode("utf-8")
    return Answer(subprocess.run([EXE, *arguments], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 env=environment(env), cwd=cwd, timeout=timeout, check=False))


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="fluide-cli-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def spelling(self, *arguments, **more):
        """Check with spelling only, so that a test does not depend on the typographic rules; issues as JSON."""
        answer = fluide("check", "--format", "json", "--disable", "typography,grammar,style", *arguments, **more)
        return answer, [issue for file in answer.json["files"] for issue in file["issues"]]
