// Logins: so many under way at a time, each a few steps of question and answer.
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "generator.h"

static uint32_t next, end, at_once, under_way, ready;
static uint64_t began_ns, ended_ns;
static struct histogram times;

void login_start(uint32_t from, uint32_t to, uint32_t at_once_) {
  next = from;
  end = to;
  at_once = at_once_;
  under_way = ready = 0;
  closed = 0;
  times = (struct histogram){0};
  began_ns = now_ns();
}

static void begin(uint32_t index) {
  struct peer *peer = &peers[index];
  peer->began_ns = now_ns();
  peer_connect(index);
  under_way++;
  peer_say(peer, peer->steps[0].say.at, peer->steps[0].say.count);
  peer_flush(peer);
}

bool login_advance(void) {
  while (next < end && under_way < at_once + closed) begin(next++);
  return next < end || under_way > closed;
}

void login_frame(struct peer *peer, const uint8_t *frame, size_t bytes) {
  struct bytes until = peer->steps[peer->steps_done].until;
  if (!memmem(frame, bytes, until.at, until.count)) return;
  if (++peer->steps_done < peer->steps_count) {
    struct bytes say = peer->steps[peer->steps_done].say;
    peer_say(peer, say.at, say.count);
    return;
  }
  peer->is_ready = true;
  under_way--;
  ready++;
  ended_ns = now_ns();
  record(&times, ended_ns - peer->began_ns);
}

void login_report(void) {
  printf("{\"ready\":%u,\"seconds\":%.6f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"closed\":%lu,\"note\":\"%s\"}\n", ready,
         ready > 0 ? (double)(ended_ns - began_ns) / 1e9 : 0, percentile_ms(&times, 0.5), percentile_ms(&times, 0.99),
         closed, note);
  fflush(stdout);
}
