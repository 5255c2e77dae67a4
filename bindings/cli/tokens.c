/* fluide tokens: the sentences and tokens of a text, with what the lexicon knows about each. */
#include <stdlib.h>

#include "location.h"
#include "report.h"
#include "source.h"

struct arrays {
  const fluide_sentence *sentences;
  const fluide_token *tokens;
  const fluide_reading *readings;
  size_t sentence_count, sentence_stride, token_count, token_stride, reading_count, reading_stride;
};

static struct arrays arrays_of(const fluide_analysis *analysis)
{
  struct arrays a;
  a.sentences = fluide_analysis_sentences(analysis, &a.sentence_count, &a.sentence_stride);
  a.tokens = fluide_analysis_tokens(analysis, &a.token_count, &a.token_stride);
  a.readings = fluide_analysis_readings(analysis, &a.reading_count, &a.reading_stride);
  return a;
}

static void pad(struct buffer *out, size_t columns, size_t wanted)
{
  buffer_fill(out, ' ', columns < wanted ? wanted - columns : 1);
}

/* What context chooses: lemma, part of speech, features, and the word that was meant. */
static void put_choice(struct buffer *out, const fluide_token *token)
{
  buffer_text(out, "  ");
  buffer_visible(out, token->lemma.ptr, token->lemma.len);
  buffer_format(out, " %s %s", token->pos.ptr, token->features.ptr);
  if (token->meant.len > 0) {
    buffer_text(out, "  → ");
    buffer_visible(out, token->meant.ptr, token->meant.len);
  }
  buffer_char(out, '\n');
}

static void put_plain_token(struct buffer *out, const struct arrays *a, const fluide_token *token,
                            const struct settings *settings)
{
  const int unit = settings->offsets;
  struct buffer place = { 0 };
  buffer_format(&place, "  %u-%u", offset_of(&token->start, unit), offset_of(&token->end, unit));
  buffer_bytes(out, place.data, place.length);
  pad(out, place.length, 14);
  buffer_free(&place);
  pad(out, buffer_visible(out, token->norm.ptr, token->norm.len), 22);
  const char *kind = fluide_token_kind_name(token->kind);
  buffer_text(out, kind);
  if (settings->tagged) {
    put_choice(out, token);
    return;
  }
  if (token->reading_count == 0) {
    buffer_text(out, token->kind == FLUIDE_TOKEN_WORD ? "  (inconnu)\n" : "\n");
    return;
  }
  for (uint32_t i = 0; i < token->reading_count; i++) {
    const fluide_reading *reading = element(a->readings, a->reading_stride, token->first_reading + i);
    if (i > 0) buffer_fill(out, ' ', 40);
    buffer_text(out, "  ");
    buffer_visible(out, reading->lemma.ptr, reading->lemma.len);
    buffer_format(out, " %s %s\n", reading->pos.ptr, reading->features.ptr);
  }
}

static void put_plain(struct buffer *out, const struct source *source, const fluide_analysis *analysis,
                      const struct settings *settings)
{
  const int unit = settings->offsets;
  struct arrays a = arrays_of(analysis);
  for (size_t i = 0; i < a.sentence_count; i++) {
    const fluide_sentence *sentence = element(a.sentences, a.sentence_stride, i);
    size_t length = sentence->end.byte - sentence->start.byte;
    const char *text = source->text + sentence->start.byte;
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r' || text[length - 1] == ' ')) length--;
    buffer_format(out, "phrase %zu, %u-%u : ", i + 1, offset_of(&sentence->start, unit),
                  offset_of(&sentence->end, unit));
    buffer_visible(out, text, length);
    buffer_char(out, '\n');
    for (uint32_t t = 0; t < sentence->token_count; t++)
      put_plain_token(out, &a, element(a.tokens, a.token_stride, sentence->first_token + t), settings);
  }
}

static void put_json_token(struct buffer *out, const struct arrays *a, const fluide_token *token)
{
  buffer_text(out, "{\"norm\":");
  json_str(out, token->norm);
  buffer_format(out, ",\"kind\":\"%s\",\"spaceBefore\":%s,\"start\":", fluide_token_kind_name(token->kind),
                token->space_before ? "true" : "false");
  json_place(out, &token->start);
  buffer_text(out, ",\"end\":");
  json_place(out, &token->end);
  buffer_text(out, ",\"pos\":");
  json_str(out, token->pos);
  buffer_text(out, ",\"lemma\":");
  json_str(out, token->lemma);
  buffer_text(out, ",\"features\":");
  json_str(out, token->features);
  buffer_text(out, ",\"meant\":");
  json_str(out, token->meant);
  buffer_format(out, ",\"margin\":%d", token->margin);
  buffer_text(out, ",\"readings\":[");
  for (uint32_t i = 0; i < token->reading_count; i++) {
    const fluide_reading *reading = element(a->readings, a->reading_stride, token->first_reading + i);
    buffer_text(out, i > 0 ? ",{\"lemma\":" : "{\"lemma\":");
    json_str(out, reading->lemma);
    buffer_text(out, ",\"pos\":");
    json_str(out, reading->pos);
    buffer_text(out, ",\"features\":");
    json_str(out, reading->features);
    buffer_char(out, '}');
  }
  buffer_text(out, "]}");
}

static void put_json(struct buffer *out, const struct source *source, const fluide_analysis *analysis)
{
  struct arrays a = arrays_of(analysis);
  buffer_text(out, "{\"file\":");
  json_text(out, source_label(source));
  buffer_text(out, ",\"sentences\":[");
  for (size_t i = 0; i < a.sentence_count; i++) {
    const fluide_sentence *sentence = element(a.sentences, a.sentence_stride, i);
    buffer_text(out, i > 0 ? ",\n{\"start\":" : "\n{\"start\":");
    json_place(out, &sentence->start);
    buffer_text(out, ",\"end\":");
    json_place(out, &sentence->end);
    buffer_text(out, ",\"tokens\":[");
    for (uint32_t t = 0; t < sentence->token_count; t++) {
      buffer_text(out, t > 0 ? ",\n" : "\n");
      put_json_token(out, &a, element(a.tokens, a.token_stride, sentence->first_token + t));
    }
    buffer_text(out, "]}");
  }
  buffer_text(out, "]}");
}

/* False: `message` says why. `first` is told whether something stands before. */
static bool analyse(const struct settings *settings, const struct engine *engine, struct source *source, bool *first,
                    struct buffer *message)
{
  struct document document;
  fluide_analysis *analysis;
  fluide_error error = { 0 };
  struct buffer out = { 0 };
  int status;
  if (!document_open(&document, source, engine, settings, message, &status)) return false;
  status = fluide_analyze(engine->checker, source->text, source->length, &document.input, &analysis, &error);
  if (status != FLUIDE_OK) {
    source_explain(source, status, &error, message);
    document_close(&document);
    return false;
  }
  if (settings->format == FORMAT_JSON) {
    buffer_text(&out, *first ? "" : ",\n");
    put_json(&out, source, analysis);
    *first = false;
  } else {
    put_plain(&out, source, analysis, settings);
  }
  bool good = buffer_write(&out, stdout);
  if (out.failed) buffer_format(message, "%s : mémoire insuffisante", source_label(source));
  buffer_free(&out);
  fluide_analysis_free(analysis);
  document_close(&document);
  return good;
}

int command_tokens(const struct settings *settings)
{
  struct engine engine;
  struct source *sources;
  size_t count;
  bool trouble = false, first = true;
  if (!sources_collect(settings, &sources, &count)) return EXIT_TROUBLE;
  if (!engine_open(&engine, settings)) {
    free(sources);
    return EXIT_TROUBLE;
  }
  if (settings->format == FORMAT_JSON) fputs("{\"files\":[\n", stdout);
  for (size_t i = 0; i < count && !ferror(stdout); i++) {
    struct buffer message = { 0 };
    if (!analyse(settings, &engine, &sources[i], &first, &message)) {
      trouble = true;
      if (message.length > 0) say("%.*s", (int)message.length, message.data);
    }
    buffer_free(&message);
  }
  if (settings->format == FORMAT_JSON) fputs("]}\n", stdout);
  engine_close(&engine);
  free(sources);
  return trouble ? EXIT_TROUBLE : EXIT_CLEAN;
}
