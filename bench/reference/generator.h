// The load generator: what its files share. See generator.c for what it does.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "framing.h"

struct bytes {
  uint8_t *at;
  size_t count;
};

// One step of a login: what to say, and what the frame holds that shows that it has come through.
struct step {
  struct bytes say, until;
};

struct peer {
  int fd; // -1 before it is connected and after it has closed
  void *tls;
  struct bytes rest; // an incomplete frame
  struct bytes out;  // what waits to be written, from out_from on
  size_t out_from, out_room;
  bool waits_for_room, is_stalled, is_ready, has_closed;
  struct step *steps;
  uint32_t steps_count, steps_done;
  uint64_t began_ns;
};

enum { slots = 256, mark_bytes = 12 };

// One sender. Each of its messages carries a mark, "@@", the lane and the message's number in letters a to p, so that
// every delivery can be told apart.
struct lane {
  uint32_t peer, expected; // deliveries to come of each message
  struct bytes message;    // a frame whose mark, nonce and id are written anew each time
  long mark_at, nonce_at, id_at;
  uint32_t sent, done;
  uint64_t sent_ns[slots];
  uint32_t left[slots];
};

struct counts {
  uint64_t deliveries, messages, bytes_in;
};

struct histogram {
  uint64_t total, buckets[2048], max_ns;
};

extern const struct framing *framing;
extern struct peer *peers;
extern uint32_t peers_count;
extern struct lane *lanes;
extern uint32_t lanes_count;
extern struct bytes keepalive; // the answer to a ping of our own protocol
extern struct counts counted;
extern uint64_t errors, closed; // deliveries that were not due; connections that the server closed
extern char note[200];          // the first complaint of the server

// clocks.c
uint64_t now_ns(void);
double cpu_seconds(int pid); // of all its threads, user and system; pid 0: of this process
void record(struct histogram *into, uint64_t ns);
double percentile_ms(const struct histogram *of, double part);

// peers.c
void peers_start(const char *port, bool is_tls);
void peer_connect(uint32_t index);
void peer_say(struct peer *peer, const uint8_t *bytes, size_t count); // joined until peer_flush
void peer_flush(struct peer *peer);
void peer_stall(uint32_t index, bool is_stalled);
// Waits for bytes of the peers, handles each frame, and returns whether there is something on standard input.
bool turn(int64_t wait_ns);

// login.c
void login_start(uint32_t from, uint32_t to, uint32_t at_once);
bool login_advance(void); // false when all are done
void login_frame(struct peer *peer, const uint8_t *frame, size_t bytes);
void login_report(void);

// load.c
void handle_frame(struct peer *peer, const uint8_t *frame, size_t bytes, uint64_t now);
void run(int server_pid, uint32_t window, double rate, double warm_s, double seconds);
