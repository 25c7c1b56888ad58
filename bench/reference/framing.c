#define _GNU_SOURCE
#include "framing.h"

#include <string.h>

// Ours, both protocols, and the reference's: a big-endian length of 4 bytes, then the payload.
static size_t chat_length(const uint8_t *p, size_t have) {
  if (have < 4) return 0;
  return 4 + ((size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3]);
}

// IRC: lines.
static size_t line_length(const uint8_t *p, size_t have) {
  const uint8_t *end = memchr(p, '\n', have);
  return end ? (size_t)(end - p) + 1 : 0;
}

static size_t number_before(const uint8_t *end) {
  size_t value = 0, weight = 1;
  for (; end[-1] >= '0' && end[-1] <= '9'; end--, weight *= 10) value += (size_t)(end[-1] - '0') * weight;
  return value;
}

// NATS: lines; one that begins with MSG ends with the number of bytes that follow it.
static size_t nats_length(const uint8_t *p, size_t have) {
  size_t line = line_length(p, have);
  if (line < 6 || memcmp(p, "MSG ", 4) != 0) return line;
  return line + number_before(p + line - 2) + 2;
}

// Redis: an array of strings and numbers (what subscribers get), or a line (what publishers get).
static size_t redis_length(const uint8_t *p, size_t have) {
  size_t at = line_length(p, have);
  if (at < 4 || p[0] != '*') return at;
  for (size_t left = number_before(p + at - 2); left > 0; left--) {
    size_t line = at < have ? line_length(p + at, have - at) : 0;
    if (line == 0) return 0;
    int is_string = p[at] == '$';
    at += line;
    if (is_string) at += number_before(p + at - 2) + 2;
  }
  return at;
}

// MQTT: a type, then the length in groups of 7 bits, the lowest first.
static size_t mqtt_length(const uint8_t *p, size_t have) {
  size_t value = 0;
  for (size_t at = 1; at < have && at <= 4; at++) {
    value |= (size_t)(p[at] & 0x7f) << (7 * (at - 1));
    if (p[at] < 0x80) return 1 + at + value;
  }
  return 0;
}

static const struct framing framings[] = {
    {"chat", chat_length},   {"irc", line_length},    {"nats", nats_length},
    {"redis", redis_length}, {"mqtt", mqtt_length},
};

const struct framing *framing_named(const char *name) {
  for (size_t i = 0; i < sizeof framings / sizeof *framings; i++)
    if (strcmp(framings[i].name, name) == 0) return &framings[i];
  return NULL;
}
