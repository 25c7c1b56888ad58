// The connections: one epoll loop over all of them.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "generator.h"
#include "tls.h"

enum { read_bytes_max = 1 << 20, events_max = 512, standard_input = UINT32_MAX };

static int epoll_fd;
static struct sockaddr_in server;
static bool uses_tls;

static void watch(int operation, int fd, uint32_t index, uint32_t events) {
  struct epoll_event event = {.events = events, .data.u32 = index};
  if (epoll_ctl(epoll_fd, operation, fd, &event) < 0) err(1, "epoll_ctl");
}

static void watch_again(struct peer *peer) {
  uint32_t events = (peer->is_stalled ? 0u : EPOLLIN) | (peer->waits_for_room ? EPOLLOUT : 0u);
  watch(EPOLL_CTL_MOD, peer->fd, (uint32_t)(peer - peers), events);
}

void peers_start(const char *port, bool is_tls) {
  uses_tls = is_tls;
  if (is_tls) tls_start();
  epoll_fd = epoll_create1(0);
  watch(EPOLL_CTL_ADD, STDIN_FILENO, standard_input, EPOLLIN);
  server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

void peer_connect(uint32_t index) {
  struct peer *peer = &peers[index];
  int on = 1;
  peer->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (peer->fd < 0) err(1, "socket");
  if (connect(peer->fd, (struct sockaddr *)&server, sizeof server) < 0) err(1, "connect");
  setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (uses_tls) peer->tls = tls_over(peer->fd);
  watch(EPOLL_CTL_ADD, peer->fd, index, EPOLLIN);
}

static void lost(struct peer *peer) {
  closed++;
  peer->has_closed = true;
  if (peer->tls) tls_free(peer->tls);
  close(peer->fd);
  peer->fd = -1;
}

// Bytes read or written; 0: none just now; -1: the connection is gone.
static ssize_t read_some(struct peer *peer, uint8_t *into, size_t room) {
  if (peer->tls) return tls_read(peer->tls, into, room);
  ssize_t got = recv(peer->fd, into, room, MSG_DONTWAIT);
  if (got < 0 && errno == EAGAIN) return 0;
  return got == 0 ? -1 : got;
}

static ssize_t write_some(struct peer *peer, const uint8_t *bytes, size_t count) {
  if (peer->tls) return tls_write(peer->tls, bytes, count);
  ssize_t written = send(peer->fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
  return written < 0 && errno == EAGAIN ? 0 : written;
}

void peer_say(struct peer *peer, const uint8_t *bytes, size_t count) {
  if (peer->out.count + count > peer->out_room) {
    peer->out_room = 2 * peer->out_room + count;
    peer->out.at = realloc(peer->out.at, peer->out_room);
    if (!peer->out.at) err(1, "realloc");
  }
  memcpy(peer->out.at + peer->out.count, bytes, count);
  peer->out.count += count;
}

void peer_flush(struct peer *peer) {
  if (peer->fd < 0 || peer->out_from == peer->out.count) return;
  ssize_t written = write_some(peer, peer->out.at + peer->out_from, peer->out.count - peer->out_from);
  if (written < 0) return lost(peer);
  peer->out_from += (size_t)written;
  bool is_full = peer->out_from < peer->out.count;
  if (!is_full) peer->out_from = peer->out.count = 0;
  if (is_full == peer->waits_for_room) return;
  peer->waits_for_room = is_full;
  watch_again(peer);
}

void peer_stall(uint32_t index, bool is_stalled) {
  struct peer *peer = &peers[index];
  peer->is_stalled = is_stalled;
  if (peer->fd >= 0) watch_again(peer);
}

static void keep_rest(struct peer *peer, const uint8_t *bytes, size_t count) {
  peer->rest.count = count;
  if (count == 0) return;
  peer->rest.at = realloc(peer->rest.at, count);
  if (!peer->rest.at) err(1, "realloc");
  memcpy(peer->rest.at, bytes, count);
}

// True when it may be that more waits in the TLS layer.
static bool read_from(struct peer *peer) {
  static uint8_t buffer[2 * read_bytes_max];
  size_t have = peer->rest.count;
  if (have > read_bytes_max) errx(1, "a frame of over %d bytes", read_bytes_max);
  memcpy(buffer, peer->rest.at ? peer->rest.at : buffer, have);
  ssize_t got = read_some(peer, buffer + have, read_bytes_max);
  if (got < 0) lost(peer);
  if (got <= 0) return false;
  counted.bytes_in += (size_t)got;
  have += (size_t)got;
  uint64_t now = now_ns();
  size_t at = 0, bytes;
  while (at < have && (bytes = framing->length(buffer + at, have - at)) > 0 && bytes <= have - at) {
    handle_frame(peer, buffer + at, bytes, now);
    at += bytes;
  }
  keep_rest(peer, buffer + at, have - at);
  return peer->tls && peer->fd >= 0;
}

bool turn(int64_t wait_ns) {
  struct epoll_event events[events_max];
  struct timespec wait = {wait_ns / 1000000000, wait_ns % 1000000000};
  int ready = epoll_pwait2(epoll_fd, events, events_max, wait_ns < 0 ? NULL : &wait, NULL);
  bool has_input = false;
  for (int i = 0; i < ready; i++) {
    if (events[i].data.u32 == standard_input) {
      has_input = true;
      continue;
    }
    struct peer *peer = &peers[events[i].data.u32];
    // A stalled one is told only of its end, which it is not to see yet.
    if (peer->is_stalled && !(events[i].events & EPOLLOUT)) continue;
    peer_flush(peer);
    while (peer->fd >= 0 && !peer->is_stalled && read_from(peer));
    peer_flush(peer);
  }
  return has_input;
}
