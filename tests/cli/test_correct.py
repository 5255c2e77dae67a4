"""fluide correct: the corrected text, its differences, files rewritten."""
import os
import shutil
import stat
import subprocess
import time
import unittest

from support import CLEAN, EXE, WRONG, Case, environment, fluide

ONLY_SPELLING = ("-d", "typography,grammar,style")


class Text(Case):
    def test_text_argument(self):
        answer = fluide("correct", WRONG)
        self.assertEqual((answer.code, answer.text), (0, CLEAN + "\n"))

    def test_bytes_are_kept(self):
        for before, after in ((b"", b""), (b"\xef\xbb\xbf", b""), (b"Un chat.\r\n\r\n", b"\r\nUn chien.\r\n"),
                              (b"Un chat\0\n", b"\nUn chien")):
            for source in ("-", self.write("a.txt", before + WRONG.encode() + after)):
                answer = fluide("correct", *ONLY_SPELLING, source, stdin=before + WRONG.encode() + after)
                self.assertEqual(answer.out, before + CLEAN.encode() + after)

    def test_more_than_the_usual_number_of_issues(self):
        answer = fluide("correct", *ONLY_SPELLING, "-", stdin=(WRONG + "\n") * 10500)
        self.assertEqual(answer.text, (CLEAN + "\n") * 10500)

    def test_trouble(self):
        answer = fluide("correct", self.path("absent.txt"), self.write("a.txt", WRONG))
        self.assertEqual((answer.code, answer.text), (2, CLEAN))
        self.assertEqual(fluide("correct", "-", stdin=b"\xff").code, 2)


class Diff(Case):
    def apply(self, text, name="a.txt"):
        """The text after patch has applied the differences."""
        path = self.write(name, text)
        diff = fluide("correct", "--diff", *ONLY_SPELLING, path)
        self.assertEqual(diff.code, 0)
        copy = self.write("copy", text)
        done = subprocess.run(["patch", "--binary", "-s", copy], input=diff.out, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        self.assertEqual(done.returncode, 0, (diff.text, done.stdout))
        return self.read("copy").decode("utf-8"), diff.text

    @unittest.skipUnless(shutil.which("patch"), "patch is not installed")
    def test_patch_gives_the_corrected_text(self):
        lines = ["Ligne numéro %d." % i for i in range(40)]
        for wrong in ([0], [39], [0, 39], [3, 4, 5], [0, 7], [0, 8], [10, 17, 25, 33], range(40)):
            for end in ("\n", ""):
                text = "\n".join(WRONG if i in wrong else l for i, l in enumerate(lines)) + end
                patched, _ = self.apply(text)
                self.assertEqual(patched, text.replace("enfans", "enfants"), (wrong, end))

    @unittest.skipUnless(shutil.which("patch"), "patch is not installed")
    def test_line_ends(self):
        for text in (WRONG, WRONG + "\r\nFin.\r\n", "\n\n\n" + WRONG + "\n\n", "Les enfans et les enfans\nFin."):
            patched, _ = self.apply(text)
            self.assertEqual(patched, text.replace("enfans", "enfants"))

    def test_form(self):
        path = self.write("a.txt", "Un.\nDeux.\n" + WRONG + "\nTrois.")
        answer = fluide("correct", "--diff", *ONLY_SPELLING, path)
        self.assertEqual(answer.text, "--- {0}\n+++ {0}\n@@ -1,4 +1,4 @@\n Un.\n Deux.\n-{1}\n+{2}\n Trois.\n"
                         "\\ No newline at end of file\n".format(path, WRONG, CLEAN))

    def test_nothing_to_correct(self):
        self.assertEqual(fluide("correct", "--diff", CLEAN).text, "")

    def test_colour(self):
        self.assertIn("\x1b[31m-" + WRONG, fluide("correct", "--diff", "--color", "always", WRONG).text)


class InPlace(Case):
    def test_rewrites(self):
        path = self.write("a.txt", WRONG)
        os.chmod(path, 0o640)
        answer = fluide("correct", "--in-place", path)
        self.assertEqual((answer.code, answer.text), (0, "1 correction dans 1 fichier.\n"))
        self.assertEqual(self.read("a.txt").decode(), CLEAN)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o640)
        self.assertEqual(os.listdir(self.folder), ["a.txt"])

    def test_leaves_a_right_file_alone(self):
        path = self.write("a.txt", CLEAN)
        before = os.stat(path)
        self.assertEqual(fluide("correct", "-i", path).code, 0)
        after = os.stat(path)
        self.assertEqual((before.st_ino, before.st_mtime_ns), (after.st_ino, after.st_mtime_ns))

    def test_follows_links(self):
        os.mkdir(self.path("dossier"))
        self.write("dossier/vrai.txt", WRONG)
        os.symlink("dossier/vrai.txt", self.path("lien.txt"))
        self.assertEqual(fluide("correct", "-qi", "lien.txt", cwd=self.folder).code, 0)
        self.assertTrue(os.path.islink(self.path("lien.txt")))
        self.assertEqual(self.read("dossier/vrai.txt").decode(), CLEAN)
        self.assertEqual(os.listdir(self.path("dossier")), ["vrai.txt"])

    def test_refusals(self):
        for arguments in (["-"], ["--text", WRONG], [WRONG], [self.folder], [self.path("absent")], ["/dev/null"],
                          ["--diff", self.write("a.txt", WRONG)]):
            self.assertEqual(fluide("correct", "--in-place", *arguments, stdin=WRONG).code, 2, arguments)
        self.assertEqual(self.read("a.txt").decode(), WRONG)

    def test_other_files_are_still_corrected(self):
        bad, good = self.write("bad.txt", b"enfans \xff"), self.write("good.txt", WRONG)
        self.assertEqual(fluide("correct", "-i", bad, good).code, 2)
        self.assertEqual(self.read("bad.txt"), b"enfans \xff")
        self.assertEqual(self.read("good.txt").decode(), CLEAN)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_read_only(self):
        path = self.write("a.txt", WRONG)
        os.chmod(path, 0o444)
        answer = fluide("correct", "-i", path)
        self.assertEqual(answer.code, 2)
        self.assertIn("écriture interdite", answer.errors)
        self.assertEqual(self.read("a.txt").decode(), WRONG)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_folder_without_room_for_a_temporary_file(self):
        os.mkdir(self.path("clos"))
        path = self.write("clos/a.txt", WRONG)
        os.chmod(self.path("clos"), 0o555)
        answer = fluide("correct", "-i", path)
        os.chmod(self.path("clos"), 0o755)
        self.assertEqual(answer.code, 2)
        self.assertEqual(self.read("clos/a.txt").decode(), WRONG)

    def test_a_change_made_meanwhile_is_never_lost(self):
        path = self.path("a.txt")
        for pause in (0.01, 0.05, 0.2):
            self.write("a.txt", (WRONG + "\n") * 20000)
            process = subprocess.Popen([EXE, "correct", "-i", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                       env=environment())
            time.sleep(pause)
            self.write("b.txt", "Autre texte.")
            os.replace(self.path("b.txt"), path)
            process.communicate()
            self.assertEqual(self.read("a.txt").decode(), "Autre texte.")
            self.assertEqual(os.listdir(self.folder), ["a.txt"])
