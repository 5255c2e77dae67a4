/* Any bytes as the clauses of a rule of one's own: compiled, or refused with a message that names the place; what was
 * compiled is tested with its examples, traced, counted and run on a few sentences in bounded time. */
#include "fuzz.h"

#include <fluide/fluide.h>
#include <string.h>

#include "support/support.h"

#define CLAUSES(text) SEED("  " text "\n")

const fuzz_seed fuzz_seeds[] = {
  CLAUSES("cherche  (les | des | ces)=d [@N.s!=n]\n  sauf [@X] (@CHIFFRES | @NUM)\n"
          "  si nombre(n) = singulier et minuscule(n)\n  corrige accorde(n, nombre(d))"),
  CLAUSES(
      "bloc GN = (le | la) @ADJ{0,3} @N=n | un @N=n\n  cherche [GN] ..4 sans @V >aller\n  corrige lemme(n) | supprime"),
  CLAUSES("cherche <s> [\"Mais\" !mot] \"?\"? </s>\n  cherche [$MONTHS]=m @V.3s.ind\n  si non debut(m) ou cite(m)"),
  CLAUSES(
      "cherche [>aller=v] @INF!\n  si lemme(v) = aller et mot(v) hors $FOREIGN\n  corrige conjugue(v, ipres, 3p) $v"),
  CLAUSES("bloc A = B B B B B B B B\n  bloc B = C C C C C C C C\n  bloc C = D D D D D D D D\n  bloc D = A A A\n  "
          "cherche A"),
  CLAUSES("cherche ((((((((((un | de)? | de)? | de)? | de)? | de)? | de)? | de)? | de){0,8} de){0,8} le){0,8} chat"),
  SEED("regle a.b categorie style niveau conseil\n  natif\n  titre T\n"),
  SEED("\xFF\x00\n\t\""),
  SEEDS_END
};

static const char head[] = "regle essai.un categorie grammaire niveau erreur\n";
static const char tail[] = "\n  titre T\n  dit $0 $1\n  pourquoi P\n  faute \"Les [chat] vont aller.\" -> chats\n"
                           "  faute \"Un [a] b.\"\n  juste \"Le chat.\"\n  juste \"Mais non ?\"\n";
static const char text[] =
    "Les chat noirs vont aller au marché. Mais de de de de de de de le un le chat va-t-il en mars ? "
    "« Un beau chat », dit-elle, et la petite maison.";

static void count(fluide_model *model, const fluide_checker *checker)
{
  fluide_coverage *coverage = NULL;
  const fluide_part_coverage *parts;
  size_t rules = 0, part_count = 0, stride = 0;
  FUZZ_REQUIRE(fluide_coverage_new(model, NULL, &coverage, NULL) == FLUIDE_OK, "no coverage");
  FUZZ_REQUIRE(fluide_coverage_check(coverage, checker, text, sizeof text - 1, NULL, NULL, NULL) == FLUIDE_OK,
               "the count fails");
  const char *at = (const char *)fluide_coverage_rules(coverage, &rules, &stride);
  for (size_t i = 0; i < rules; i++, at += stride) {
    const fluide_rule_coverage *rule = (const fluide_rule_coverage *)(const void *)at;
    size_t part_stride;
    if (strcmp(rule->rule.ptr, "essai.un") != 0) continue;
    FUZZ_REQUIRE(fluide_coverage_parts(coverage, i, &parts, &part_count, &part_stride) == FLUIDE_OK, "no parts");
  }
  fluide_coverage_free(coverage);
}

static void check(fluide_model *model)
{
  fluide_checker *checker = NULL;
  fluide_result *result = NULL;
  FUZZ_REQUIRE(fluide_checker_new(model, NULL, &checker, NULL) == FLUIDE_OK, "no checker with the rules");
  FUZZ_REQUIRE(fluide_correct(checker, text, sizeof text - 1, NULL, &result, NULL) == FLUIDE_OK, "the check fails");
  const char *fault = result_fault(result, text, sizeof text - 1);
  FUZZ_REQUIRE(!fault, fault);
  fluide_result_free(result);
  fluide_trace *trace = NULL;
  FUZZ_REQUIRE(fluide_trace_text(checker, text, sizeof text - 1, NULL, "essai.un", &trace, NULL) == FLUIDE_OK,
               "the trace fails");
  fluide_trace_free(trace);
  count(model, checker);
  fluide_checker_free(checker);
}

static void look_at_problems(const fluide_rules *rules)
{
  size_t count = 0, stride = 0;
  const char *at = (const char *)fluide_rules_problems(rules, &count, &stride);
  for (size_t i = 0; i < count; i++, at += stride) {
    const fluide_rule_problem *p = (const fluide_rule_problem *)(const void *)at;
    FUZZ_REQUIRE(p->message.len > 0 && p->line > 0 && p->column > 0, "a problem without a place");
  }
  FUZZ_REQUIRE(count > 0 || fluide_rules_model(rules), "rules were refused without a word");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static fluide_model *base;
  if (!base) FUZZ_REQUIRE(fluide_model_open(NULL, NULL, &base, NULL) == FLUIDE_OK, "no model");
  const size_t len = sizeof head - 1 + size + sizeof tail - 1;
  char *source = malloc(len);
  FUZZ_REQUIRE(source, "no memory");
  memcpy(source, head, sizeof head - 1);
  if (size > 0) memcpy(source + sizeof head - 1, data, size);
  memcpy(source + sizeof head - 1 + size, tail, sizeof tail - 1);
  const fluide_rule_text rule = { "a.regle", source, len };
  fluide_rules *rules = NULL;
  FUZZ_REQUIRE(fluide_rules_compile(base, &rule, 1, NULL, &rules, NULL) == FLUIDE_OK, "the compiler fails");
  look_at_problems(rules);
  if (fluide_rules_model(rules)) {
    FUZZ_REQUIRE(fluide_rules_test(rules, NULL) == FLUIDE_OK, "the examples cannot be run");
    look_at_problems(rules);
    check(fluide_rules_model(rules));
  }
  fluide_rules_free(rules);
  free(source);
  return 0;
}
