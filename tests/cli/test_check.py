"""fluide check: sources, text diagnostics, exit status."""
import os
import pty
import subprocess
import unicodedata
import unittest

from support import CLEAN, EXE, WRONG, Case, environment, fluide


def columns(text):
    """Columns of a text on a terminal, from Python's own tables."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def on_terminal(stream, *arguments, env=None):
    """Run with that stream on a terminal, the other one thrown away; what the terminal got."""
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        raise unittest.SkipTest("no pseudo-terminals on this machine") from error
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
    with subprocess.Popen([EXE, *arguments], stdin=subprocess.DEVNULL, **streams,
                          env=environment({"TERM": "xterm", **(env or {})})):
        os.close(theirs)
        parts = []
        while True:
            try:
                parts.append(os.read(ours, 65536))
            except OSError:     # the other end is closed
                break
            if not parts[-1]:
                break
    os.close(ours)
    return b"".join(parts).decode("utf-8")


class Sources(Case):
    def test_clean(self):
        answer = fluide("check", CLEAN)
        self.assertEqual((answer.code, answer.text, answer.errors), (0, "Aucun problème trouvé.\n", ""))

    def test_same_issue_from_everywhere(self):
        path = self.write("lettre.txt", WRONG + "\n")
        for arguments, stdin in ((["check", WRONG], ""), (["check", "--text", WRONG], ""), (["check", "-t" + WRONG], ""),
                                 (["check", path], ""), (["check"], WRONG), (["check", "-"], WRONG),
                                 (["check", "--", path], ""), (["check", "--", WRONG], "")):
            answer = fluide(*arguments, stdin=stdin)
            self.assertEqual(answer.code, 1, arguments)
            self.assertIn(":1:5: erreur [orth.mot-inconnu] ", answer.text)
            self.assertIn("enfants", answer.text)

    def test_existing_file_with_space_is_a_file(self):
        self.write("deux mots", WRONG)
        answer = fluide("check", "deux mots", cwd=self.folder)
        self.assertTrue(answer.text.startswith("deux mots:1:5: "), answer.text)

    def test_several_texts(self):
        answer, issues = self.spelling("--text", WRONG, "--text", CLEAN, self.write("a.txt", WRONG))
        self.assertEqual(len(issues), 2)
        self.assertEqual([f["file"] for f in answer.json["files"]], ["<texte>", "<texte>", self.path("a.txt")])

    def test_word_that_is_no_file(self):
        answer = fluide("check", "enfans")
        self.assertEqual(answer.code, 2)
        self.assertIn("--text", answer.errors)

    def test_empty_input(self):
        for stdin in (b"", b"\n", b"\xef\xbb\xbf"):
            self.assertEqual(fluide("check", stdin=stdin).code, 0)
        self.assertEqual(fluide("check", self.write("vide.txt", "")).code, 0)
        self.assertEqual(fluide("check", "--text", "").code, 0)

    def test_nul_bytes(self):
        answer, issues = self.spelling("-", stdin=b"Les enfants\0mangent.\nLes enfans.\n")
        self.assertEqual(answer.code, 1)
        self.assertIn((2, 5), [(i["line"], i["column"]) for i in issues])

    def test_markup_by_extension(self):
        markdown = "Voici `enfans` du code.\n"
        self.assertEqual(fluide("check", self.write("a.md", markdown)).code, 0)
        self.assertEqual(fluide("check", self.write("a.txt", markdown)).code, 1)
        self.assertEqual(fluide("check", "--markup", "plain", self.path("a.md")).code, 1)
        self.assertEqual(fluide("check", "--markup", "markdown", "-", stdin=markdown).code, 0)
        html = '<p class="enfans">Bonjour.</p>\n'
        self.assertEqual(fluide("check", self.write("a.HTML", html)).code, 0)
        self.assertEqual(fluide("check", "--markup", "plain", self.path("a.HTML")).code, 1)


class Trouble(Case):
    def test_other_files_are_still_checked(self):
        good = self.write("bon.txt", WRONG)
        answer = fluide("check", self.path("absent.txt"), self.folder, self.write("latin1.txt", b"\n\n caf\xe9 noir"), good)
        self.assertEqual(answer.code, 2)
        self.assertIn("enfants", answer.text)
        messages = answer.errors.splitlines()
        self.assertEqual(len(messages), 3, messages)
        self.assertIn("absent.txt : fichier introuvable", messages[0])
        self.assertIn("c'est un dossier", messages[1])
        self.assertIn("latin1.txt:3: UTF-8 invalide à l'octet 6 (0xE9)", messages[2])

    def test_utf16_is_recognised(self):
        answer = fluide("check", self.write("a.txt", "Bonjour".encode("utf-16")))
        self.assertEqual(answer.code, 2)
        self.assertIn("UTF-16", answer.errors)

    def test_invalid_argument_text(self):
        answer = fluide("check", "--text", b"caf\xe9")
        self.assertEqual(answer.code, 2)
        self.assertIn("octet 3", answer.errors)

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_forbidden_file(self):
        path = self.write("secret.txt", WRONG)
        os.chmod(path, 0)
        answer = fluide("check", path)
        self.assertEqual(answer.code, 2)
        self.assertIn("lecture interdite", answer.errors)

    def test_size_limit(self):
        path = self.write("gros.txt", "mot " * 100)
        for arguments, stdin in (([path], b""), (["-"], b"mot " * 100), (["--text", "mot " * 100], b"")):
            answer = fluide("check", "--max-bytes", "399", *arguments, stdin=stdin)
            self.assertEqual(answer.code, 2)
            self.assertIn("399 octets", answer.errors)
            self.assertEqual(fluide("check", "--max-bytes", "400", "--fail-on", "never", *arguments, stdin=stdin).code, 0)

    def test_endless_input_ends(self):
        answer = fluide("check", "--max-bytes", "1000000", "/dev/zero")
        self.assertEqual(answer.code, 2)
        self.assertIn("1000000 octets", answer.errors)

    def test_damaged_pack(self):
        answer = fluide("check", "--pack", self.write("faux.pack", b"not a pack at all"), CLEAN)
        self.assertEqual(answer.code, 2)
        self.assertIn("endommagé", answer.errors)
        self.assertEqual(fluide("version", "--pack", self.path("absent")).code, 2)

    def test_output_full(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([EXE, "check", WRONG], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("la sortie n'a pas pu être écrite", done.stderr.decode())

    def test_closed_streams(self):
        for redirection in ("<&-", ">&-"):
            done = subprocess.run(["sh", "-c", '"$0" check - ' + redirection, EXE], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), check=False)
            self.assertEqual(done.returncode, 2, redirection)
            self.assertTrue(done.stderr.startswith(b"fluide: "), done.stderr)

    def test_closed_output_does_not_reach_a_file(self):
        path = self.write("a.txt", WRONG)
        done = subprocess.run(["sh", "-c", '"$0" correct -i "$1" >&-', EXE, path], stderr=subprocess.PIPE,
                              env=environment(), check=False)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.read("a.txt").decode(), CLEAN)

    def test_reader_that_leaves(self):
        text = (WRONG + "\n") * 5000
        path = self.write("long.txt", text)
        done = subprocess.run(["sh", "-c", '"$0" check "$1" | head -n 1', EXE, path], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=environment(), check=False)
        self.assertEqual(done.stdout.count(b"\n"), 1)
        self.assertEqual(done.stderr, b"")


class Status(Case):
    def test_fail_on(self):
        for value, code in (("hint", 1), ("warning", 1), ("error", 1), ("never", 0)):
            self.assertEqual(fluide("check", "--fail-on", value, WRONG).code, code, value)
            self.assertEqual(fluide("check", "--fail-on=" + value, CLEAN).code, 0, value)

    def test_trouble_is_stronger(self):
        answer = fluide("check", "--fail-on", "never", self.path("absent.txt"))
        self.assertEqual(answer.code, 2)


class Diagnostics(Case):
    def diagnostic(self, text, **more):
        answer = fluide("check", "-q", "--disable", "typography,grammar,style", "-", stdin=text, **more)
        return answer.text.splitlines()

    def test_layout(self):
        lines = self.diagnostic("Bonjour.\nLes enfans mangent.\n")
        self.assertRegex(lines[0], r"^<entrée>:2:5: erreur \[orth\.mot-inconnu\] .+")
        self.assertEqual(lines[1], "     2 │ Les enfans mangent.")
        self.assertEqual(lines[2], "       │     ^~~~~~")
        self.assertRegex(lines[3], r"^         suggestions? : enfants\b")

    def test_summary(self):
        answer = fluide("check", "--disable", "typography,grammar,style", WRONG)
        self.assertTrue(answer.text.endswith("1 problème (1 erreur).\n"), answer.text)
        self.assertNotIn("problème", fluide("check", "-q", WRONG).text)

    def caret_column(self, lines):
        bar = lines[1].index("│")
        shown, caret = lines[1][bar + 2:], lines[2].index("^") - bar - 2
        return shown, caret

    def test_caret_under_the_word(self):
        for before in ("", "Les ", "\tVoici\tles ", "Été : les ", unicodedata.normalize("NFD", "Été : les "),
                       "日本語 et ", "Voici 🐈 et ", "A\u00a0: ", "Un cœur ❤ bleu, les "):
            lines = self.diagnostic(before + "enfans mangent.")
            shown, caret = self.caret_column(lines)
            self.assertEqual(caret, columns(shown[:shown.index("enfans")]), before)
            self.assertTrue(lines[2].endswith(" ^~~~~~"), lines)

    def test_long_line_is_cut_around_the_place(self):
        for before, after in ((0, 300), (300, 0), (300, 300), (2, 2)):
            lines = self.diagnostic("Un mot. " * before + "Les enfans. " + "Un mot. " * after, env={"COLUMNS": "60"})
            shown, caret = self.caret_column(lines)
            self.assertLessEqual(columns(lines[1]), 62)
            self.assertEqual(caret, shown.index("enfans"))
            self.assertEqual(shown.startswith("…"), before > 2)
            self.assertEqual(shown.endswith("…"), after > 2)

    def test_many_issues_in_one_long_line(self):
        text = "Les enfans mangent. " * 5000
        answer = fluide("check", "-q", "-", stdin=text, timeout=60)
        self.assertEqual(answer.code, 1)
        self.assertLess(len(answer.out), 400 * 2 * 10000)

    def test_nothing_reaches_the_terminal_raw(self):
        lines = self.diagnostic("\x1b[31mLes enfans\x07 \u202emangent\x9b.\n".encode("utf-8"))
        text = "\n".join(lines)
        for c in "\x1b\x07\u202e\x9b":
            self.assertNotIn(c, text)
        answer = fluide("check", "\x1b]0;titre")
        self.assertNotIn("\x1b", answer.errors)

    def test_crlf_and_bom(self):
        lines = self.diagnostic(b"\xef\xbb\xbfenfans\r\nLes enfans\r\n")
        self.assertRegex(lines[0], r"^<entrée>:1:1: ")
        self.assertEqual(lines[1], "     1 │ enfans")
        self.assertIn(":2:5:", "\n".join(lines))
        self.assertNotIn("\r", "\n".join(lines))

    def test_colour(self):
        self.assertNotIn("\x1b", fluide("check", WRONG, env={"TERM": "xterm"}).text)
        self.assertIn("\x1b[", fluide("check", "--color", "always", WRONG).text)
        self.assertNotIn("\x1b", self.on_terminal("--color", "never"))
        self.assertIn("\x1b[", self.on_terminal())
        self.assertNotIn("\x1b", self.on_terminal(env={"NO_COLOR": "1"}))
        self.assertNotIn("\x1b", self.on_terminal(env={"TERM": "dumb"}))

    def on_terminal(self, *arguments, env=None):
        text = on_terminal("stdout", "check", *arguments, WRONG, env=env)
        self.assertIn("enfants", text)
        return text

    def test_explain(self):
        plain, explained = fluide("check", WRONG), fluide("check", "--explain", WRONG)
        self.assertGreater(len(explained.text), len(plain.text) + 20)
        for line in fluide("check", "--explain", WRONG, env={"COLUMNS": "50"}).text.splitlines()[4:]:
            self.assertLessEqual(columns(line), 50)

    def test_max_suggestions(self):
        self.assertNotIn("suggestion", fluide("check", "-q", "-n", "0", WRONG).text)
        answer, issues = self.spelling("-n1", WRONG)
        self.assertEqual([i["replacements"] for i in issues], [["enfants"]])

    def test_max_issues(self):
        answer = fluide("check", "--max-issues", "2", "-", stdin=(WRONG + " ") * 5)
        self.assertEqual(answer.text.count("^"), 2)
        self.assertIn("--max-issues", answer.text)


class Jobs(Case):
    def test_order_does_not_depend_on_threads(self):
        paths = []
        for i in range(150):
            content = "\n" * (i % 7) + (WRONG + "\n") * (1 + i % 5) if i % 3 else CLEAN
            paths.append(self.write("f%03d.txt" % i, content))
        paths[10] = self.path("absent.txt")
        for form in ("text", "json", "jsonl", "sarif"):
            answers = [fluide("check", "--format", form, "-j", jobs, *paths) for jobs in ("1", "2", "7")]
            self.assertEqual({a.code for a in answers}, {2})
            self.assertEqual(len({a.out for a in answers}), 1, form)
            self.assertEqual(len({a.err for a in answers}), 1, form)


    def test_progress(self):
        paths = [self.write("f%d.txt" % i, CLEAN) for i in range(3)]
        text = on_terminal("stderr", "check", *paths)
        self.assertIn("3/3 textes", text)
        self.assertTrue(text.endswith("\r\x1b[K"), text)
        self.assertEqual(on_terminal("stderr", "check", "-q", *paths), "")
        self.assertEqual(on_terminal("stderr", "check", paths[0]), "")
        self.assertEqual(fluide("check", *paths).errors, "")


class Words(Case):
    def test_words(self):
        path = self.write("mots.txt", "# liste\n\nzorglub\r\n  enfans\t# voulu\n")
        self.assertEqual(fluide("check", WRONG).code, 1)
        self.assertEqual(fluide("check", "--words", path, WRONG).code, 0)

    def test_bad_words(self):
        for content, line in (("bon\nun deux trois\n", 2), ("mot zzz\n", 1), (b"bon\n\xff\n", None), (b"a\0b\n", None)):
            answer = fluide("check", "--words", self.write("mots.txt", content), CLEAN)
            self.assertEqual(answer.code, 2, content)
            if line:
                self.assertIn("mots.txt:%d: " % line, answer.errors)
        self.assertEqual(fluide("check", "--words", self.path("absent"), CLEAN).code, 2)

    def test_ignore(self):
        self.assertEqual(fluide("check", "--ignore", "zorglub,enfans", WRONG).code, 0)

    def test_dictionary(self):
        self.write("perso.dic", "1\nenfans\n")
        self.write("perso.aff", "SET UTF-8\n")
        for name in ("perso.dic", "perso.aff", "perso"):
            answer = fluide("check", "--dictionary", self.path(name), WRONG)
            if "absent de cette version" in answer.errors:
                self.skipTest("built without libhunspell")
            self.assertEqual((answer.code, answer.errors), (0, ""), name)
        self.assertEqual(fluide("check", "--dictionary", self.path("rien.dic"), CLEAN).code, 2)

    def test_disable(self):
        for value in ("orth.mot-inconnu", "spelling", "typography,spelling"):
            self.assertEqual(fluide("check", "--disable", value, WRONG).code, 0, value)
        self.assertEqual(fluide("check", "-d", "spelling", "-e", "orth.mot-inconnu", "-t", WRONG).code, 1)
        answer = fluide("check", "--disable", "orth.nexiste-pas", WRONG)
        self.assertEqual(answer.code, 2)
        self.assertIn("orth.nexiste-pas", answer.errors)

    def test_locale(self):
        self.assertEqual(fluide("check", "--locale", "fr-CA", CLEAN).code, 0)
        self.assertEqual(fluide("check", "--locale", "xx-YY", CLEAN).code, 2)
