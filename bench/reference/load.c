// Messages out, deliveries in: every delivery of every message to every connection is accounted for.
#define _GNU_SOURCE
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "generator.h"

struct counts counted;
uint64_t errors, closed;
char note[200];

static struct histogram latencies;
static uint32_t *seen; // by connection and lane: the number of the next message that is due
static uint32_t answered_pings;

static void write_letters(uint8_t *at, uint32_t value, int count) {
  for (int i = count - 1; i >= 0; i--, value >>= 4) at[i] = (uint8_t)('a' + (value & 15));
}

static uint32_t read_letters(const uint8_t *at, int count) {
  uint32_t value = 0;
  for (int i = 0; i < count; i++) value = value << 4 | (uint32_t)(at[i] - 'a');
  return value;
}

// The mark of a message within a frame, mostly where it was the last time; NULL when it has none.
static const uint8_t *find_mark(const uint8_t *frame, size_t bytes) {
  static size_t hint;
  if (bytes < mark_bytes) return NULL;
  if (hint <= bytes - mark_bytes && frame[hint] == '@' && frame[hint + 1] == '@') return frame + hint + 2;
  const uint8_t *found = memmem(frame, bytes - mark_bytes + 2, "@@", 2);
  if (!found) return NULL;
  hint = (size_t)(found - frame);
  return found + 2;
}

static void delivered(const struct peer *peer, const uint8_t *mark, uint64_t now) {
  uint32_t index = read_letters(mark, 4), number = read_letters(mark + 4, 6) & 0xffffff;
  if (index >= lanes_count) {
    errors++;
    return;
  }
  struct lane *lane = &lanes[index];
  uint32_t *due = &seen[(size_t)(peer - peers) * lanes_count + index], slot = number % slots;
  if (number != *due || lane->left[slot] == 0) {
    errors++;
    return;
  }
  ++*due;
  counted.deliveries++;
  record(&latencies, now - lane->sent_ns[slot]);
  if (--lane->left[slot] > 0) return;
  lane->done++;
  counted.messages++;
}

// What is no delivery: an answer, a ping, a complaint.
static void handle_other(struct peer *peer, const uint8_t *frame, size_t bytes) {
  if (bytes >= 4 && memcmp(frame, "PING", 4) == 0) {
    peer_say(peer, (const uint8_t *)"PONG", 4);
    peer_say(peer, frame + 4, bytes - 4);
    answered_pings++;
  } else if (keepalive.count > 0 && bytes < 64 && memmem(frame, bytes, "\"ping\"", 6)) {
    peer_say(peer, keepalive.at, keepalive.count);
    answered_pings++;
  } else if (note[0] == 0 && (memmem(frame, bytes, "rror\"", 5) || memmem(frame, bytes, "ERR", 3))) {
    for (size_t i = 0, to = 0; i < bytes && to < sizeof note - 1; i++)
      if (isprint(frame[i]) && frame[i] != '"' && frame[i] != '\\') note[to++] = (char)frame[i];
  }
}

void handle_frame(struct peer *peer, const uint8_t *frame, size_t bytes, uint64_t now) {
  const uint8_t *mark = peer->is_ready ? find_mark(frame, bytes) : NULL;
  if (mark && seen) return delivered(peer, mark, now);
  if (!peer->is_ready) login_frame(peer, frame, bytes);
  handle_other(peer, frame, bytes);
}

static void send_one(struct lane *lane, uint64_t now) {
  uint32_t number = lane->sent++ & 0xffffff, slot = number % slots;
  uint8_t *frame = lane->message.at, *mark = frame + lane->mark_at;
  char text[40];
  write_letters(mark + 2, (uint32_t)(lane - lanes), 4);
  write_letters(mark + 6, number, 6);
  if (lane->nonce_at >= 0) { // as UUID v7: it begins with the time
    struct timespec at;
    clock_gettime(CLOCK_REALTIME_COARSE, &at);
    uint64_t ms = (uint64_t)at.tv_sec * 1000 + (uint64_t)at.tv_nsec / 1000000;
    snprintf(text, sizeof text, "%08x-%04x-7%03x-8000-%012x", (uint32_t)(ms >> 16), (uint32_t)ms & 0xffff,
             (uint32_t)(lane - lanes) & 0xfff, number);
    memcpy(frame + lane->nonce_at, text, 36);
  }
  if (lane->id_at >= 0) {
    snprintf(text, sizeof text, "%08u", 10000000 + number);
    memcpy(frame + lane->id_at, text, 8);
  }
  lane->sent_ns[slot] = now;
  lane->left[slot] = lane->expected;
  peer_say(&peers[lane->peer], frame, lane->message.count);
}

static void flush_senders(void) {
  for (uint32_t i = 0; i < lanes_count; i++) peer_flush(&peers[lanes[i].peer]);
}

// Every lane has `window` messages under way.
static void fill_windows(uint32_t window, uint64_t now) {
  for (uint32_t i = 0; i < lanes_count; i++)
    while (lanes[i].sent - lanes[i].done < window) send_one(&lanes[i], now);
}

// So many messages a second over all lanes in turn. Returns when the next one is due.
static uint64_t send_due(double rate, uint64_t began, uint64_t now) {
  static uint32_t turn_of;
  static uint64_t started, sent;
  if (started != began) started = began, sent = 0;
  uint64_t step = (uint64_t)(1e9 / rate);
  for (; began + sent * step <= now; sent++) {
    struct lane *lane = &lanes[turn_of++ % lanes_count];
    if (lane->sent - lane->done < slots) send_one(lane, now);
    else errors++; // the server is seconds behind
  }
  return began + sent * step;
}

static bool is_all_done(void) {
  for (uint32_t i = 0; i < lanes_count; i++)
    if (lanes[i].sent != lanes[i].done) return false;
  return true;
}

static uint64_t undelivered(void) {
  uint64_t total = 0;
  for (uint32_t i = 0; i < lanes_count; i++)
    for (uint32_t number = lanes[i].done; number != lanes[i].sent; number++) total += lanes[i].left[number % slots];
  return total;
}

struct snapshot {
  struct counts counted;
  double server_s, own_s;
  uint64_t at_ns;
};

static struct snapshot take_snapshot(int pid) {
  return (struct snapshot){counted, cpu_seconds(pid), cpu_seconds(0), now_ns()};
}

static void report(const struct snapshot *from, const struct snapshot *to, const struct histogram *of) {
  printf("{\"seconds\":%.6f,\"server_cpu_s\":%.6f,\"generator_cpu_s\":%.6f,\"messages\":%lu,\"deliveries\":%lu,"
         "\"bytes\":%lu,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"total_messages\":%lu,\"total_deliveries\":%lu,"
         "\"lost\":%lu,\"errors\":%lu,\"closed\":%lu,\"pings\":%u,\"note\":\"%s\"}\n",
         (double)(to->at_ns - from->at_ns) / 1e9, to->server_s - from->server_s, to->own_s - from->own_s,
         to->counted.messages - from->counted.messages, to->counted.deliveries - from->counted.deliveries,
         to->counted.bytes_in - from->counted.bytes_in, percentile_ms(of, 0.5), percentile_ms(of, 0.99),
         (double)of->max_ns / 1e6, counted.messages, counted.deliveries, undelivered(), errors, closed, answered_pings,
         note);
  fflush(stdout);
}

void run(int server_pid, uint32_t window, double rate, double warm_s, double seconds) {
  static struct histogram measured;
  if (!seen) seen = calloc((size_t)peers_count * lanes_count, sizeof *seen);
  if (!seen) err(1, "calloc");
  uint64_t began = now_ns(), measured_from = began + (uint64_t)(warm_s * 1e9);
  uint64_t measured_to = measured_from + (uint64_t)(seconds * 1e9), patience = measured_to + 10000000000u, now;
  struct snapshot from = {0}, to = {0};
  // What is still due is waited for, unless the run has failed already.
  while ((now = now_ns()) < measured_to || (!is_all_done() && errors == 0 && now < patience)) {
    uint64_t next = now + 100000000;
    if (from.at_ns == 0 && now >= measured_from) {
      from = take_snapshot(server_pid);
      latencies = (struct histogram){0};
    }
    if (to.at_ns == 0 && now >= measured_to) {
      to = take_snapshot(server_pid);
      measured = latencies;
    }
    if (now < measured_to && rate > 0) next = send_due(rate, began, now);
    else if (now < measured_to) fill_windows(window, now);
    flush_senders();
    login_advance();
    uint64_t edge = now < measured_from ? measured_from : measured_to;
    if (edge > now && edge < next) next = edge;
    turn((int64_t)(next - now));
  }
  if (to.at_ns == 0) {
    to = take_snapshot(server_pid);
    measured = latencies;
  }
  report(&from, &to, &measured);
}
