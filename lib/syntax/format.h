/* Layout of the SYNTAX section, and of the file lib/fr/models/syntax.bin, which is the same bytes: a header, then for
 * each direction its ACTIONS and its LABELS, int8. A feature has a line; an action or a label has a place in it. */
#ifndef FLU_SYNTAX_FORMAT_H
#define FLU_SYNTAX_FORMAT_H

#include <stdint.h>

#define FLU_SYN_DIRECTIONS 2u        /* read forwards, read backwards */
#define FLU_SYN_ACTIONS 4u           /* places of a line */
#define FLU_SYN_ACTION_BITS 17u
#define FLU_SYN_LABELS 32u           /* places of a line */
#define FLU_SYN_LABEL_BITS 13u

#define FLU_SYN_ACTION_SIZE (FLU_SYN_ACTIONS << FLU_SYN_ACTION_BITS)
#define FLU_SYN_LABEL_SIZE (FLU_SYN_LABELS << FLU_SYN_LABEL_BITS)
#define FLU_SYN_DIRECTION_SIZE (FLU_SYN_ACTION_SIZE + FLU_SYN_LABEL_SIZE)

#define FLU_SYN_MAGIC "FLUSYN\r\n"
#define FLU_SYN_FORMAT 1u
typedef struct flu_syn_header {
  char magic[8];
  uint32_t format;
  uint32_t features;    /* of an action and of a label, 16 bits each: weights of another set of features mean nothing */
  uint32_t action_bits, label_bits, labels, reserved;
} flu_syn_header;

#define FLU_SYN_SIZE (sizeof(flu_syn_header) + FLU_SYN_DIRECTIONS * FLU_SYN_DIRECTION_SIZE)

#endif
