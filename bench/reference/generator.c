// The load generator: one process, one epoll loop, any of the framings. It sends prepared frames and counts what comes
// of them; whoever starts it (bench/support/generator.ts) knows what the frames mean.
//   generator FRAMING PORT [tls]
// Commands on standard input, a line each, bytes in hexadecimal; `*` has an answer, a line of JSON:
//   keepalive BYTES                       the answer to a ping
//   peer                                  one more connection, not yet made
//   step SAY UNTIL                        a step of the last peer's login
//   lane PEER EXPECTED MARK NONCE ID BYTES  a sender: offsets within its message, -1 for none
//   login FROM TO AT_ONCE                 starts these logins
// * wait SECONDS                          until all logins are done, at most so long
// * settle QUIET_S MAX_S                  until nothing has come for so long
//   beat                                  every connection says its keepalive
//   stall PEER, resume PEER               stops and resumes reading; its deliveries are no longer expected
// * run PID WINDOW RATE WARM_S SECONDS    RATE 0: WINDOW messages of each lane are under way all the time
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generator.h"

const struct framing *framing;
struct peer *peers;
uint32_t peers_count;
struct lane *lanes;
uint32_t lanes_count;
struct bytes keepalive;

static unsigned nibble(char c) { return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10); }

static struct bytes from_hex(const char *text) {
  size_t count = strlen(text) / 2;
  struct bytes bytes = {malloc(count + 1), count};
  if (!bytes.at) err(1, "malloc");
  for (size_t i = 0; i < count; i++) bytes.at[i] = (uint8_t)(nibble(text[2 * i]) << 4 | nibble(text[2 * i + 1]));
  return bytes;
}

// Room for one more: doubles at every power of two. New entries are zero.
static void *one_more(void *list, uint32_t count, size_t size) {
  if (count == 0 || (count & (count - 1)) == 0) list = realloc(list, size * (count == 0 ? 1 : 2 * (size_t)count));
  if (!list) err(1, "realloc");
  memset((char *)list + size * count, 0, size);
  return list;
}

static void add_peer(void) {
  peers = one_more(peers, peers_count, sizeof *peers);
  peers[peers_count++].fd = -1;
}

static void add_step(char **words) {
  struct peer *peer = &peers[peers_count - 1];
  peer->steps = one_more(peer->steps, peer->steps_count, sizeof *peer->steps);
  peer->steps[peer->steps_count++] = (struct step){from_hex(words[1]), from_hex(words[2])};
}

static void add_lane(char **words) {
  lanes = one_more(lanes, lanes_count, sizeof *lanes);
  struct lane *lane = &lanes[lanes_count++];
  lane->peer = (uint32_t)atoi(words[1]);
  lane->expected = (uint32_t)atoi(words[2]);
  lane->mark_at = atol(words[3]);
  lane->nonce_at = atol(words[4]);
  lane->id_at = atol(words[5]);
  lane->message = from_hex(words[6]);
}

static void wait_for_logins(double seconds) {
  uint64_t until = now_ns() + (uint64_t)(seconds * 1e9);
  while (login_advance() && now_ns() < until) turn(100000000);
  login_report();
}

static void settle(double quiet_s, double max_s) {
  uint64_t began = now_ns(), quiet_since = began, bytes = counted.bytes_in, now = began;
  while ((double)(now - quiet_since) < quiet_s * 1e9 && (double)(now - began) < max_s * 1e9) {
    turn(50000000);
    now = now_ns();
    if (counted.bytes_in != bytes) quiet_since = now;
    bytes = counted.bytes_in;
  }
  printf("{\"seconds\":%.3f,\"closed\":%lu}\n", (double)(now - began) / 1e9, closed);
  fflush(stdout);
}

static void beat(void) {
  for (uint32_t i = 0; i < peers_count; i++) {
    if (peers[i].fd < 0) continue;
    peer_say(&peers[i], keepalive.at, keepalive.count);
    peer_flush(&peers[i]);
    turn(0);
  }
}

static void stall(uint32_t index, bool is_stalled) {
  peer_stall(index, is_stalled);
  for (uint32_t i = 0; is_stalled && i < lanes_count; i++) lanes[i].expected--;
}

static void execute(char *line) {
  char *words[8] = {"", "", "", "", "", "", "", ""};
  int count = 0;
  for (char *word = strtok(line, " "); word && count < 8; word = strtok(NULL, " ")) words[count++] = word;
  const char *name = words[0];
  if (strcmp(name, "peer") == 0) add_peer();
  else if (strcmp(name, "step") == 0) add_step(words);
  else if (strcmp(name, "lane") == 0) add_lane(words);
  else if (strcmp(name, "keepalive") == 0) keepalive = from_hex(words[1]);
  else if (strcmp(name, "login") == 0)
    login_start((uint32_t)atoi(words[1]), (uint32_t)atoi(words[2]), (uint32_t)atoi(words[3]));
  else if (strcmp(name, "wait") == 0) wait_for_logins(atof(words[1]));
  else if (strcmp(name, "settle") == 0) settle(atof(words[1]), atof(words[2]));
  else if (strcmp(name, "beat") == 0) beat();
  else if (strcmp(name, "stall") == 0) stall((uint32_t)atoi(words[1]), true);
  else if (strcmp(name, "resume") == 0) stall((uint32_t)atoi(words[1]), false);
  else if (strcmp(name, "run") == 0)
    run(atoi(words[1]), (uint32_t)atoi(words[2]), atof(words[3]), atof(words[4]), atof(words[5]));
  else errx(1, "unknown command %s", name);
}

int main(int count, char **arguments) {
  if (count < 3 || !(framing = framing_named(arguments[1]))) errx(1, "usage: generator FRAMING PORT [tls]");
  peers_start(arguments[2], count > 3);
  static char input[1 << 20];
  size_t have = 0;
  for (;;) {
    while (!turn(-1));
    ssize_t got = read(STDIN_FILENO, input + have, sizeof input - have);
    if (got <= 0) return 0;
    have += (size_t)got;
    char *line = input;
    for (char *end; (end = memchr(line, '\n', have - (size_t)(line - input))); line = end + 1) {
      *end = 0;
      execute(line);
    }
    have -= (size_t)(line - input);
    memmove(input, line, have);
  }
}
