#define _GNU_SOURCE
#include <err.h>
#include <string.h>
#include <time.h>

#include "generator.h"

static uint64_t read_clock(clockid_t clock) {
  struct timespec at;
  if (clock_gettime(clock, &at) < 0) return 0; // the process has ended
  return (uint64_t)at.tv_sec * 1000000000u + (uint64_t)at.tv_nsec;
}

uint64_t now_ns(void) { return read_clock(CLOCK_MONOTONIC); }

double cpu_seconds(int pid) {
  clockid_t clock;
  if (clock_getcpuclockid(pid, &clock) != 0) return 0;
  return (double)read_clock(clock) / 1e9;
}

// Buckets are 1 us wide below 32 us and a 32nd of their power of two above.
void record(struct histogram *into, uint64_t ns) {
  uint64_t us = ns >> 10;
  unsigned power = us < 32 ? 0 : 58 - (unsigned)__builtin_clzll(us);
  unsigned bucket = power * 32 + (unsigned)(us >> power);
  into->buckets[bucket < 2048 ? bucket : 2047]++;
  into->total++;
  if (ns > into->max_ns) into->max_ns = ns;
}

double percentile_ms(const struct histogram *of, double part) {
  uint64_t wanted = (uint64_t)((double)of->total * part), passed = 0;
  for (unsigned bucket = 0; bucket < 2048; bucket++) {
    passed += of->buckets[bucket];
    if (passed <= wanted) continue;
    unsigned power = bucket < 64 ? 0 : bucket / 32 - 1;
    return (double)((uint64_t)(bucket - power * 32) << power) * 1.024e-3;
  }
  return 0;
}
