// How the peers delimit what they send. Enough of each protocol to count frames, no more.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct framing {
  const char *name;
  // Bytes of the frame at p, of which `have` are there; 0 when that cannot be told yet.
  size_t (*length)(const uint8_t *p, size_t have);
};

// NULL when there is none of that name.
const struct framing *framing_named(const char *name);
