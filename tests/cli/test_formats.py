"""fluide check --format json, jsonl, sarif."""
import json
import random

from support import CLEAN, WRONG, Case, fluide

MIXED = "🐈 Un café.\r\nÀ 日本 les enfans.\nFin enfans"


class Json(Case):
    def check_issue(self, text, issue):
        data = text.encode("utf-8")
        start, end = issue["start"], issue["end"]
        self.assertEqual(data[start["byte"]:end["byte"]].decode(), issue["text"])
        self.assertEqual(text[start["codepoint"]:end["codepoint"]], issue["text"])
        units = text.encode("utf-16-le")
        self.assertEqual(units[2 * start["utf16"]:2 * end["utf16"]].decode("utf-16-le"), issue["text"])
        line = text.split("\n")[issue["line"] - 1]
        self.assertEqual(line[issue["column"] - 1:issue["endColumn"] - 1], issue["text"])

    def test_offsets_agree(self):
        answer, issues = self.spelling("-", stdin=MIXED)
        self.assertEqual(answer.code, 1)
        wrong = [i for i in issues if i["text"] == "enfans"]
        self.assertEqual([i["line"] for i in wrong], [2, 3])
        for issue in issues:
            self.check_issue(MIXED, issue)

    def test_members(self):
        answer, issues = self.spelling(WRONG)
        issue = issues[0]
        self.assertEqual(issue["rule"], "orth.mot-inconnu")
        self.assertEqual((issue["category"], issue["severity"]), ("spelling", "error"))
        self.assertEqual(issue["replacements"][0], "enfants")
        self.assertNotIn("explanation", issue)
        summary = answer.json["summary"]
        self.assertEqual((summary["files"], summary["failed"], summary["errors"]), (1, 0, 1))

    def test_explanation(self):
        _, issues = self.spelling("--explain", WRONG)
        self.assertTrue(issues[0]["explanation"])

    def test_failure(self):
        answer = fluide("check", "--format", "json", self.path("absent.txt"), self.write("a.txt", CLEAN))
        self.assertEqual(answer.code, 2)
        first, second = answer.json["files"]
        self.assertEqual(first["error"]["code"], "E_IO")
        self.assertNotIn("error", second)
        self.assertEqual(answer.json["summary"]["failed"], 1)

    def test_names_that_need_escaping(self):
        self.write('a"b\\c\n.txt', WRONG)
        answer = fluide("check", "--format", "json", 'a"b\\c\n.txt', cwd=self.folder)
        self.assertEqual(answer.json["files"][0]["file"], 'a"b\\c\n.txt')
        self.write(b"\xff.txt".decode("utf-8", "surrogateescape"), WRONG)
        answer = fluide("check", "--format", "json", b"\xff.txt", cwd=self.folder)
        self.assertEqual(answer.json["files"][0]["file"], "\ufffd.txt")

    def test_lines(self):
        answer = fluide("check", "--format", "jsonl", "-d", "typography", "-", stdin=MIXED)
        wrong = [i for i in answer.lines if i["text"] == "enfans"]
        self.assertEqual([i["file"] for i in wrong], ["<entrée>"] * 2)
        for issue in answer.lines:
            self.check_issue(MIXED, issue)
        self.assertEqual(fluide("check", "--format", "jsonl", CLEAN).text, "")


class Sarif(Case):
    def test_log(self):
        path = self.write("été 1.txt", "\ufeff" + MIXED)
        answer = fluide("check", "--format", "sarif", "été 1.txt", "absent.txt", cwd=self.folder)
        self.assertEqual(answer.code, 2)
        log = answer.json
        self.assertEqual(log["version"], "2.1.0")
        run = log["runs"][0]
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        rules = run["tool"]["driver"]["rules"]
        ids = [rule["id"] for rule in rules]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(run["artifacts"][0]["location"]["uri"], "%C3%A9t%C3%A9%201.txt")
        invocation = run["invocations"][0]
        self.assertFalse(invocation["executionSuccessful"])
        self.assertEqual(invocation["exitCode"], 2)
        self.assertIn("absent.txt", invocation["toolExecutionNotifications"][0]["message"]["text"])
        with open(path, "rb") as file:
            data = file.read()
        found = [r for r in run["results"] if r["ruleId"] == "orth.mot-inconnu"]
        self.assertGreaterEqual(len(found), 2)
        for result in run["results"]:
            self.check_result(result, rules, data)

    def check_result(self, result, rules, data):
        text = data.decode("utf-8")[1:]     # the mark counts for bytes only
        self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
        self.assertIn(result["level"], ("note", "warning", "error"))
        self.assertTrue(result["message"]["text"])
        location = result["locations"][0]["physicalLocation"]
        self.assertEqual(location["artifactLocation"]["index"], 0)
        region = location["region"]
        bytes_ = data[region["byteOffset"]:region["byteOffset"] + region["byteLength"]].decode()
        chars = text[region["charOffset"]:region["charOffset"] + region["charLength"]]
        self.assertEqual(bytes_, chars)
        if region["startLine"] == region["endLine"]:
            line = text.split("\n")[region["startLine"] - 1]
            self.assertEqual(line[region["startColumn"] - 1:region["endColumn"] - 1], chars)
        for fix in result.get("fixes", []):
            replacement = fix["artifactChanges"][0]["replacements"][0]
            self.assertEqual(replacement["deletedRegion"], region)
            self.assertIn("text", replacement["insertedContent"])

    def test_no_uri_without_a_file(self):
        run = fluide("check", "--format", "sarif", WRONG).json["runs"][0]
        location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        self.assertNotIn("uri", location)
        self.assertTrue(run["invocations"][0]["executionSuccessful"])

    def test_clean(self):
        run = fluide("check", "--format", "sarif", CLEAN).json["runs"][0]
        self.assertEqual(run["results"], [])
        self.assertEqual(run["invocations"][0]["exitCode"], 0)


class Hostile(Case):
    PIECES = list("aé \t\n\r\0\x1b\x7f\x9b\"\\<>&'`{}[]") + [
        "e\u0301", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u202e", "\u2028", "\ufeff", "\ufe0f", "日", "🐈", "👨\u200d👩",
        "\U0010ffff", " enfans ", "Les ", ". ", "\r\n", "x" * 200]

    def test_any_text_gives_well_formed_answers(self):
        random.seed(2)
        for _ in range(25):
            text = "".join(random.choice(self.PIECES) for _ in range(random.randrange(1, 300)))
            path = self.write("texte.txt", text)
            log = fluide("check", "--format", "sarif", path).json
            self.assertEqual(log["version"], "2.1.0")
            answer = fluide("check", "--format", "json", path)
            for issue in answer.json["files"][0]["issues"]:
                self.assertEqual(issue["text"], text[issue["start"]["codepoint"]:issue["end"]["codepoint"]])
            shown = fluide("check", path).text
            self.assertFalse(set(shown) & set("\t\r\0\x1b\x7f\x9b\u202e\u2028\u200b"), repr(text))
            fluide("tokens", "--format", "json", path).json["files"]
            line = json.dumps({"id": 1, "text": text})
            matches = fluide("check", "--input", "jsonl", stdin=line).lines[0]["matches"]
            self.assertEqual(len(matches), len(answer.json["files"][0]["issues"]))
            self.assertEqual(fluide("correct", path).code, 0)
