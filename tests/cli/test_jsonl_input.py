"""fluide check --input jsonl: lines in, answers out."""
import json
import subprocess

from support import CLEAN, EXE, WRONG, Case, environment, fluide

TEXT = "🐈 é les enfans"


def ask(*arguments, stdin):
    return fluide("check", "--input", "jsonl", "-d", "typography,grammar,style", *arguments, stdin=stdin)


def line(identity, text):
    return json.dumps({"id": identity, "text": text}, ensure_ascii=False) + "\n"


class JsonLines(Case):
    def test_answer(self):
        answer = ask(stdin=line("a", WRONG))
        self.assertEqual((answer.code, answer.errors), (0, ""))
        self.assertEqual(set(answer.lines[0]), {"id", "matches"})
        match = answer.lines[0]["matches"][0]
        self.assertEqual(set(match), {"offset", "length", "rule", "category", "message", "replacements"})
        self.assertEqual((match["offset"], match["length"]), (4, 6))
        self.assertEqual(match["category"], "spelling")
        self.assertEqual(match["replacements"][0], "enfants")

    def test_offsets(self):
        offsets = {}
        for unit in ("codepoint", "utf16", "byte"):
            match = ask("--offsets", unit, stdin=line(1, TEXT)).lines[0]["matches"][-1]
            self.assertEqual(match["length"], 6)
            offsets[unit] = match["offset"]
        where = TEXT.index("enfans")
        self.assertEqual(offsets, {"codepoint": where, "utf16": where + 1, "byte": len(TEXT[:where].encode())})

    def test_identities_come_back(self):
        identities = ["é\"\\", 7, -1.5, None, True, ["a", {"b": 1}], ""]
        answer = ask(stdin="".join(line(i, CLEAN) for i in identities))
        self.assertEqual([a["id"] for a in answer.lines], identities)

    def test_escaped_text(self):
        answer = ask(stdin='{"text":"\\u004ces\\nenfans\\u0000","id":1,"more":[1,{}]}\n')
        self.assertEqual(answer.lines[0]["matches"][0]["offset"], 4)

    def test_bad_lines(self):
        lines = ["{", '{"text":"a"}', '{"id":1}', '{"id":1,"text":2}', "[]", '"x"', "{} {}", '{"id":1,"text":"\\ud800"}',
                 '{"id":1,"id":2,"text":"a"}', "[" * 5000, "\xff".encode("latin-1").decode("latin-1") + "{"]
        stdin = line("first", WRONG) + "\n".join(lines) + "\n" + line("last", CLEAN)
        answer = ask(stdin=stdin)
        self.assertEqual(answer.code, 2)
        self.assertEqual([a["id"] for a in answer.lines], ["first", "last"])
        messages = answer.errors.splitlines()
        self.assertEqual(len(messages), len(lines), messages)
        for number, message in enumerate(messages, 2):
            self.assertIn("<entrée>:%d: " % number, message)

    def test_invalid_utf8(self):
        answer = ask(stdin=b'{"id":1,"text":"caf\xe9"}\n' + line(2, CLEAN).encode())
        self.assertEqual(answer.code, 2)
        self.assertEqual([a["id"] for a in answer.lines], [2])

    def test_line_ends(self):
        self.assertEqual(len(ask(stdin=line(1, CLEAN).strip()).lines), 1)
        stdin = b"\xef\xbb\xbf" + line(1, CLEAN).strip().encode() + b"\r\n\r\n  \n" + line(2, CLEAN).encode()
        answer = ask(stdin=stdin)
        self.assertEqual((answer.code, [a["id"] for a in answer.lines]), (0, [1, 2]))
        self.assertEqual(ask(stdin="").code, 0)

    def test_long_line(self):
        answer = ask("--max-bytes", "1000", stdin=line(1, "a " * 600) + line(2, "x" * 100000) + line(3, CLEAN))
        self.assertEqual(answer.code, 2)
        self.assertEqual([a["id"] for a in answer.lines], [3])
        self.assertEqual(len(answer.errors.splitlines()), 2)

    def test_order_with_threads(self):
        stdin = "".join(line(i, WRONG * (i % 13) if i % 2 else CLEAN) for i in range(2000))
        answers = [ask("-j", jobs, stdin=stdin) for jobs in ("1", "2", "8")]
        self.assertEqual([a["id"] for a in answers[0].lines], list(range(2000)))
        self.assertEqual(len({a.out for a in answers}), 1)

    def test_answer_comes_before_the_next_question(self):
        for jobs in ("1", "4"):
            with subprocess.Popen([EXE, "check", "--input", "jsonl", "-j", jobs], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, env=environment()) as process:
                for i in range(20):
                    process.stdin.write(line(i, WRONG).encode())
                    process.stdin.flush()
                    self.assertEqual(json.loads(process.stdout.readline())["id"], i)
                process.stdin.close()
                self.assertEqual(process.wait(), 0)

    def test_files(self):
        first, second = self.write("a.jsonl", line(1, CLEAN)), self.write("b.jsonl", line(2, WRONG))
        answer = ask(first, self.path("absent.jsonl"), second, stdin="")
        self.assertEqual(answer.code, 2)
        self.assertEqual([a["id"] for a in answer.lines], [1, 2])
        self.assertIn("absent.jsonl", answer.errors)

    def test_fail_on(self):
        self.assertEqual(ask("--fail-on", "error", stdin=line(1, WRONG)).code, 1)
        self.assertEqual(ask("--fail-on", "error", stdin=line(1, CLEAN)).code, 0)

    def test_markup(self):
        self.assertEqual(ask("--markup", "markdown", stdin=line(1, "Le code `enfans` ici.")).lines[0]["matches"], [])

    def test_arguments_that_do_not_fit(self):
        for arguments in (["--format", "text"], ["--format", "sarif"], ["--text", "a"]):
            self.assertEqual(ask(*arguments, stdin="").code, 2, arguments)
