"""The other commands, the arguments, and that the manual and the completion know every option."""
import os
import re
import shutil
import subprocess

from support import CLEAN, EXE, WRONG, Case, environment, fluide

COMMANDS = ("check", "correct", "suggest", "tokens", "rules", "version", "help")
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bindings", "cli")


class Arguments(Case):
    def refused(self, *arguments):
        answer = fluide(*arguments)
        self.assertEqual((answer.code, answer.text), (2, ""), arguments)
        self.assertTrue(answer.errors.startswith("fluide: "), answer.errors)
        return answer.errors

    def test_commands(self):
        self.assertIn("fluide check", self.refused("chekc", CLEAN))
        self.assertIn("fluide tokens", self.refused("token"))
        self.assertIn("fluide check", self.refused(WRONG))
        self.refused()
        self.refused("--nope")
        self.refused("x" * 5000)

    def test_options(self):
        self.assertIn("--format ?", self.refused("check", "--fromat", "json", CLEAN))
        self.assertIn("--fail-on ?", self.refused("check", "--failon=error", CLEAN))
        self.assertIn("--diff", self.refused("correct", "--dif", CLEAN))
        self.refused("check", "-Z", CLEAN)
        self.refused("check", "--" + "x" * 3000, CLEAN)
        self.assertIn("demande une valeur", self.refused("check", "--format"))
        self.assertIn("demande une valeur", self.refused("check", "-f"))
        self.assertIn("text|json|jsonl|sarif", self.refused("check", "--format", "xml", CLEAN))
        self.assertIn("ne prend pas de valeur", self.refused("check", "--quiet=1", CLEAN))
        for value in ("", "x", "65", "-1", "1x", "99999999999999999999"):
            self.assertIn("n'est pas un nombre", self.refused("check", "--max-suggestions", value, CLEAN))
        self.refused("tokens", "--diff", CLEAN)

    def test_letters_together(self):
        self.assertEqual(fluide("check", "-qfjson", CLEAN).json["files"][0]["issues"], [])
        self.assertEqual(fluide("check", "-qf", "json", CLEAN).json["files"][0]["issues"], [])


class Help(Case):
    def test_every_command(self):
        general = fluide("help").text
        self.assertEqual(general, fluide("--help").text)
        for name in COMMANDS:
            self.assertIn("  %s " % name, general)
            answer = fluide("help", name)
            self.assertEqual((answer.code, answer.errors), (0, ""))
            self.assertIn("Usage : fluide " + name, answer.text)
            self.assertEqual(answer.text if name != "help" else general, fluide(name, "--help").text)
        self.assertEqual(fluide("help", "rien").code, 2)

    def test_manual_and_completion_know_the_options(self):
        options, values = set(), set()
        for name in COMMANDS:
            text = fluide("help", name).text
            options |= set(re.findall(r"^  (?:-., |    )--([a-z-]+)", text, re.M))
            for alternatives in re.findall(r"^  (?:-., |    )--[a-z-]+ ([a-z0-9]+(?:\|[a-z0-9]+)+)", text, re.M):
                values |= set(alternatives.split("|"))
        self.assertGreater(len(options), 20)
        with open(os.path.join(SOURCE, "fluide.1"), encoding="utf-8") as file:
            manual = file.read().replace("\\-", "-")
        with open(os.path.join(SOURCE, "completions", "fluide.bash"), encoding="utf-8") as file:
            completion = file.read()
        for option in options:
            self.assertIn("--" + option, manual)
        for value in values:
            self.assertIn(value, manual)
            self.assertIn(value, completion)


class Version(Case):
    def test_version(self):
        line = fluide("--version").text
        self.assertRegex(line, r"^fluide \d+\.\d+\.\d+\n$")
        self.assertEqual(line, fluide("check", "--version").text)
        self.assertTrue(fluide("version").text.startswith(line))
        facts = fluide("version", "--format", "json").json
        self.assertEqual("fluide %s\n" % facts["version"], line)
        self.assertGreater(facts["pack"]["forms"], 100000)
        self.assertRegex(facts["pack"]["generation"], r"^[0-9a-f]{16}$")


class Rules(Case):
    def test_list(self):
        answer = fluide("rules")
        self.assertEqual(answer.code, 0)
        self.assertRegex(answer.text, r"(?m)^● orth\.mot-inconnu +orthographe +erreur +\S")
        rules = fluide("rules", "--format", "json").json["rules"]
        ids = [rule["id"] for rule in rules]
        self.assertEqual(ids, sorted(ids))
        self.assertIn("%d règles" % len(ids), answer.text)
        for rule in rules:
            self.assertTrue(rule["title"] and rule["explanation"], rule["id"])

    def test_one(self):
        answer = fluide("rules", "orth.mot-inconnu")
        self.assertTrue(answer.text.startswith("orth.mot-inconnu : "), answer.text)
        self.assertIn("active par défaut", answer.text)
        self.assertEqual([r["id"] for r in fluide("rules", "-fjson", "orth.mot-inconnu").json["rules"]],
                         ["orth.mot-inconnu"])

    def test_category(self):
        categories = {r["category"] for r in fluide("rules", "-fjson", "spelling").json["rules"]}
        self.assertEqual(categories, {"spelling"})
        self.assertEqual(fluide("rules", "orthographe").text, fluide("rules", "spelling").text)

    def test_unknown(self):
        answer = fluide("rules", "orth.mot-inconu", "orth.mot-inconnu")
        self.assertEqual(answer.code, 2)
        self.assertIn("orth.mot-inconnu ?", answer.errors)
        self.assertIn("orth.mot-inconnu : ", answer.text)


class Suggest(Case):
    def test_words(self):
        answer = fluide("suggest", "enfans")
        self.assertEqual(answer.code, 0)
        self.assertRegex(answer.text, r"^enfans : .*\benfants\b")
        self.assertEqual(answer.text, fluide("suggest", stdin="enfans\r\n\n").text)
        self.assertEqual(answer.text, fluide("suggest", "-", stdin="enfans").text)
        self.assertEqual(fluide("suggest", "enfans", "enfans").text, 2 * answer.text)

    def test_json(self):
        words = fluide("suggest", "--format", "json", "enfans", "enfans").json
        self.assertEqual([w["word"] for w in words], ["enfans"] * 2)
        self.assertIn("enfants", [s["text"] for s in words[0]["suggestions"]])
        costs = [s["cost"] for s in words[0]["suggestions"]]
        self.assertTrue(all(isinstance(c, int) for c in costs))
        self.assertEqual(fluide("suggest", "--format", "jsonl", "enfans").lines, words[:1])
        self.assertEqual(fluide("suggest", "--format", "json", stdin="").json, [])

    def test_trouble(self):
        answer = fluide("suggest", "a" * 300, "enfans", b"\xff")
        self.assertEqual(answer.code, 2)
        self.assertEqual(len(answer.errors.splitlines()), 2)
        self.assertIn("enfants", answer.text)
        self.assertEqual(fluide("suggest", stdin=b"x" * 100000 + b"\nenfans\n").code, 2)


class Tokens(Case):
    TEXT = "Les 🐈 mangent.\nL'été, c'est fini."

    def test_json(self):
        answer = fluide("tokens", "--format", "json", "-", stdin=self.TEXT)
        self.assertEqual(answer.code, 0)
        data, utf16 = self.TEXT.encode(), self.TEXT.encode("utf-16-le")
        previous = 0
        words = []
        for sentence in answer.json["files"][0]["sentences"]:
            for token in sentence["tokens"]:
                start, end = token["start"], token["end"]
                text = data[start["byte"]:end["byte"]].decode()
                self.assertEqual(text, self.TEXT[start["codepoint"]:end["codepoint"]])
                self.assertEqual(text, utf16[2 * start["utf16"]:2 * end["utf16"]].decode("utf-16-le"))
                self.assertGreaterEqual(start["byte"], previous)
                self.assertGreaterEqual(start["byte"], sentence["start"]["byte"])
                self.assertLessEqual(end["byte"], sentence["end"]["byte"])
                previous = end["byte"]
                words.append(token["norm"])
                for reading in token["readings"]:
                    self.assertTrue(reading["lemma"] and reading["pos"])
        self.assertIn("mangent", words)

    def test_text(self):
        answer = fluide("tokens", CLEAN)
        self.assertTrue(answer.text.startswith("phrase 1, 0-"), answer.text)
        self.assertRegex(answer.text, r"(?m)^  4-11 +enfants +word  ")
        self.assertRegex(fluide("tokens", "--offsets", "byte", "é a").text, r"(?m)^  3-4 +a ")

    def test_several_and_trouble(self):
        answer = fluide("tokens", "--format", "json", self.path("absent"), "--text", CLEAN, "--text", CLEAN)
        self.assertEqual(answer.code, 2)
        self.assertEqual(len(answer.json["files"]), 2)
        self.assertEqual(fluide("tokens", "-", stdin="").code, 0)


class Completion(Case):
    def complete(self, *words):
        if not shutil.which("bash"):
            self.skipTest("bash is not installed")
        script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fluide; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "-c", script, "bash", os.path.join(SOURCE, "completions", "fluide.bash"), EXE, *words],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), check=True)
        self.assertEqual(done.stderr, b"")
        return done.stdout.decode().split()

    def test_completion(self):
        self.assertEqual(self.complete("ch"), ["check"])
        self.assertEqual(self.complete("check", "--form"), ["--format"])
        self.assertEqual(self.complete("check", "--format", "s"), ["sarif"])
        self.assertIn("orth.mot-inconnu", self.complete("rules", "orth."))
        self.assertIn("--in-place", self.complete("correct", "--"))
        self.assertEqual(self.complete("help", "tok"), ["tokens"])
