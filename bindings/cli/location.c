#include "location.h"

#include <string.h>

#include "settings.h"

struct walker walker_begin(const char *text, size_t length)
{
  struct walker walker = { .text = text, .length = length, .line = 1 };
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
    walker.at = walker.line_start = 3;
    walker.cp = walker.line_first_cp = 1;
  }
  return walker;
}

static void move(struct walker *w, size_t target)
{
  if (target > w->length) target = w->length;
  for (; w->at < target; w->at++) {
    unsigned char byte = (unsigned char)w->text[w->at];
    w->cp += (byte & 0xC0) != 0x80;
    if (byte != '\n') continue;
    w->line++;
    w->line_start = w->at + 1;
    w->line_first_cp = w->cp;
  }
}

struct location walker_locate(struct walker *w, const fluide_issue *issue)
{
  struct location location;
  move(w, issue->start.byte);
  location.line = w->line;
  location.column = w->cp - w->line_first_cp + 1;
  location.line_start = w->line_start;
  move(w, issue->end.byte);
  location.end_line = w->line;
  location.end_column = w->cp - w->line_first_cp + 1;
  return location;
}

uint32_t offset_of(const fluide_pos *place, int unit)
{
  return unit == OFFSETS_BYTE ? place->byte : unit == OFFSETS_UTF16 ? place->utf16 : place->cp;
}
