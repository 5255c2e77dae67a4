"""The commands of those who write rules: test, trace, coverage, new, and --with."""
import os

from support import Case, fluide

HEAD = "regle essai.mot categorie grammaire niveau erreur\n"
TEXTS = "  titre Un titre\n  dit Un message.\n  pourquoi Une explication.\n"
RULE = HEAD + """  cherche  (un | le)=d [vieux mot]
  sauf     sans [@X]
  sauf     [vieux mot] rare
  si       minuscule(d)
  corrige  "mot récent"
""" + TEXTS + """  faute    "Voici le [vieux mot] de la phrase." -> "mot récent"
  faute    "Il cherche un [vieux mot] dans le livre." -> "mot récent"
  juste    "Voici un vieux mot rare."
  juste    "Le vieux livre est ici."
"""


class Test(Case):
    def test_good(self):
        path = self.write("a.regle", RULE)
        answer = fluide("rules", "test", path)
        self.assertEqual((answer.code, answer.errors), (0, ""), answer.text)
        self.assertIn("essai.mot : 2 fautes, 2 justes : bien", answer.text)
        self.assertTrue(answer.text.endswith("1 règle, 4 exemples : 0 échec.\n"))

    def test_examples_that_fail(self):
        text = RULE.replace('"mot récent"\n  faute    "Il', '"mot propre"\n  faute    "Il').replace("un [vieux", "aucun [vieux")
        path = self.write("a.regle", text.replace("Voici un vieux mot rare", "Voici un vieux mot"))
        answer = fluide("rules", "test", path)
        self.assertEqual(answer.code, 1)
        self.assertIn(path + ":10:12: error: suggestion 1 is « mot récent », not « mot propre »", answer.text)
        self.assertIn(path + ":11:12: error: rule 'essai.mot' does not find this mistake", answer.text)
        self.assertIn(path + ":12:12: error: rule 'essai.mot' reports « vieux mot » in this right sentence", answer.text)
        self.assertIn("essai.mot : 2 fautes, 2 justes : 3 échecs", answer.text)

    def test_suggestion_that_raises_another_issue(self):
        path = self.write("a.regle", RULE.replace('"mot récent"', '"mot  récent"'))
        answer = fluide("rules", "test", path)
        self.assertEqual(answer.code, 1)
        self.assertRegex(answer.text, "error: the suggestion « mot  récent » makes rule '[a-z.-]+' report")

    def test_part_without_example(self):
        path = self.write("a.regle", RULE.replace("[vieux mot]\n", "grand? [vieux mot]\n  cherche  les=d [vieux mot]\n", 1))
        answer = fluide("rules", "test", path)
        self.assertEqual(answer.code, 0, answer.text)
        self.assertIn(path + ":2:24: warning: no example reaches this part of the pattern", answer.text)
        self.assertIn(path + ":3:12: warning: no example reaches this pattern", answer.text)

    def test_errors(self):
        path = self.write("a.regle", RULE.replace("vieux mot", "vieuxx mot", 1))
        answer = fluide("rules", "test", path)
        self.assertEqual(answer.code, 1)
        self.assertIn(path + ":2:25: error: unknown word 'vieuxx'\n", answer.text)
        self.assertIn("    2 |   cherche  (un | le)=d [vieuxx mot]\n      |                         ^\n", answer.text)
        self.assertIn("rien n'a été essayé", answer.text)

    def test_duplicates(self):
        path = self.write("a.regle", RULE + RULE)
        answer = fluide("rules", "test", path)
        self.assertEqual(answer.code, 1)
        self.assertIn("rule 'essai.mot' is already there", answer.text)

    def test_a_rule_takes_the_place_of_its_namesake(self):
        path = self.write("a.regle", RULE.replace("essai.mot", "elision.de"))
        self.assertEqual(fluide("rules", "test", path).code, 0)
        self.assertIn("elision.de", fluide("check", "Un verre de eau.").text)
        answer = fluide("check", "--with", path, "Un verre de eau et le vieux mot.")
        self.assertIn("mot récent", answer.text)
        self.assertNotIn("d'eau", answer.text)

    def test_trouble(self):
        self.assertEqual(fluide("rules", "test").code, 2)
        self.assertEqual(fluide("rules", "test", self.path("absent.regle")).code, 2)
        self.assertEqual(fluide("rules", "test", self.write("b.regle", b"\xff")).code, 1)
        self.assertEqual(fluide("check", "--with", self.write("c.regle", "regle"), "Bonjour.").code, 2)

    def test_json(self):
        answer = fluide("rules", "test", "--format", "json", self.write("a.regle", RULE + RULE))
        self.assertEqual(answer.json["problems"][0]["severity"], "error")
        answer = fluide("rules", "test", "--format", "json", self.write("a.regle", RULE))
        self.assertEqual([(r["id"], r["wrong"], r["right"], r["failed"]) for r in answer.json["rules"]],
                         [("essai.mot", 2, 2, 0)])


class Trace(Case):
    def attempts(self, sentence, *arguments):
        path = self.write("a.regle", RULE)
        answer = fluide("rules", "trace", "--format", "json", "--with", path, "--rule", "essai.mot", *arguments, sentence)
        self.assertEqual((answer.code, answer.errors), (0, ""))
        return answer.json["attempts"]

    def outcome(self, sentence):
        return [(a["outcome"], a["detail"]) for a in self.attempts(sentence)]

    def test_outcomes(self):
        self.assertEqual(self.outcome("Voici le vieux mot."), [("reported", "mot récent")])
        self.assertEqual(self.outcome("Voici un vieux mot rare."), [("exception", "[vieux mot] rare")])
        self.assertEqual(self.outcome("Le vieux mot."), [("condition", "minuscule(« Le ») : non")])
        self.assertEqual(self.outcome("Le livre dort."), [])
        self.assertEqual([outcome for outcome, _ in self.outcome("Mon vieux mot dort.")], ["word"])

    def test_where_it_stops(self):
        stopped = self.attempts("Mon vieux mot dort.")[0]
        self.assertEqual(stopped["at"]["codepoint"], 0)
        self.assertEqual(stopped["detail"], "(un | le)")

    def test_text(self):
        path = self.write("a.regle", RULE)
        answer = fluide("rules", "trace", "--with", path, "--rule", "essai.mot", "C'est le vieux mot.")
        self.assertIn("phrase 1\n", answer.text)
        self.assertRegex(answer.text, r"(?m)^  vieux +.*ADJ")
        self.assertIn("essai.mot, cherche 1, « vieux mot » : signalé -> mot récent\n", answer.text)
        self.assertEqual(fluide("rules", "trace", "Un verre de eau.").code, 0)

    def test_trouble(self):
        self.assertEqual(fluide("rules", "trace", "--rule", "pas.la", "Bonjour.").code, 2)
        self.assertEqual(fluide("rules", "trace", "--text", "a " * 40000).code, 2)


class Coverage(Case):
    def test_counts(self):
        rules = self.write("a.regle", RULE)
        text = self.write("a.txt", "Voici le vieux mot. Voici un vieux mot rare. Il lit le vieux mot.\n")
        answer = fluide("rules", "coverage", "--format", "json", "--with", rules, "--rule", "essai.", text)
        self.assertEqual((answer.code, answer.errors), (0, ""))
        self.assertEqual(answer.json["words"], 14)
        rule, = answer.json["rules"]
        self.assertEqual((rule["issues"], rule["matched"], rule["excepted"]), (2, 2, 1))
        self.assertEqual({p["text"]: p["matched"] for p in rule["parts"]}, {"(un | le)": 2, "vieux": 2, "mot": 2})
        self.assertEqual(rule["samples"][0], "Voici le [vieux mot]. Voici un vieux mot rare. Il lit le vieux mot.")

    def test_text(self):
        answer = fluide("rules", "coverage", self.write("a.txt", "Un verre de eau.\n"))
        self.assertEqual(answer.code, 0)
        self.assertRegex(answer.text, r"(?m)^ +1 +250\.000 .* elision\.de$")
        self.assertIn("Un verre [de eau].", answer.text)
        self.assertIn("Règles qui ne signalent rien", answer.text)

    def test_trouble(self):
        self.assertEqual(fluide("rules", "coverage", "--rule", "pas.la", "-", stdin="Bonjour.").code, 2)
        self.assertEqual(fluide("rules", "coverage", self.path("absent")).code, 2)


class New(Case):
    def test_new(self):
        path = self.path("neuve.regle")
        self.assertEqual(fluide("rules", "new", "essai.neuve", "--file", path).code, 0)
        before = self.read("neuve.regle")
        answer = fluide("rules", "test", path)
        self.assertEqual(answer.code, 0, answer.text)
        self.assertNotIn("warning", answer.text)
        again = fluide("rules", "new", "essai.autre", "--file", path)
        self.assertEqual(again.code, 2)
        self.assertIn("existe déjà", again.errors)
        self.assertEqual(self.read("neuve.regle"), before)
        self.assertEqual(fluide("rules", "new", "essai.neuve").out, before)

    def test_bad_ids(self):
        for ids in ([], ["Essai.un"], ["essai"], ["a.b", "a.c"], ["orth.mot-inconnu"]):
            answer = fluide("rules", "new", *ids)
            self.assertEqual((answer.code, answer.text), (2, ""), ids)
        self.assertFalse(os.path.exists(self.path("a.regle")))
