// The reference: relays every frame to every connection of its sender's room and stores nothing.
//   relay joined|each FRAME_BYTES [drop|double|swap]
// joined: what is pending is one write per socket per turn, the raw limit; each: one write per delivery.
// Frames are a big-endian length of 4 bytes and a payload that begins with a text of 64 bytes. What is relayed has
// FRAME_BYTES in all, padded behind the text. A text that begins with ! and the number of a room goes back to its sender
// alone, which shows that it is connected, and from then on in that room. The last argument spoils one delivery to the newest connection (not with joined), which shows
// whether the generator notices. Prints its port on 127.0.0.1.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { text_bytes = 64, sockets_max = 65536, rooms_max = 65536, events_max = 1024, read_bytes_max = 1 << 20 };

struct connection {
  bool is_open, waits_for_room, is_in_room;
  uint32_t room;
  uint8_t *in, *out; // an incomplete frame; what the socket did not take
  size_t in_bytes, out_bytes, out_from; // out_from: how much of out has gone
};

struct room {
  int *fds; // of its connections
  uint32_t count, count_max;
  uint8_t *turn; // the frames of this turn
  size_t turn_bytes, turn_bytes_max;
};

static struct connection connections[sockets_max]; // by file descriptor
static struct room rooms[rooms_max];
static uint32_t busy[rooms_max], busy_count; // rooms with frames in this turn
static int epoll_fd, listener;
static bool is_joined;
static const char *fault = "";
static size_t frame_bytes;

static void watch(int operation, int fd, uint32_t events) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  if (epoll_ctl(epoll_fd, operation, fd, &event) < 0) err(1, "epoll_ctl");
}

static void *grown(void *at, size_t bytes) {
  at = realloc(at, bytes);
  if (!at) err(1, "realloc");
  return at;
}

static void join(int fd, const uint8_t *number) {
  struct connection *it = &connections[fd];
  if (it->is_in_room) return;
  it->room = (uint32_t)strtoul((const char *)number, NULL, 10) % rooms_max;
  it->is_in_room = true;
  struct room *room = &rooms[it->room];
  if (room->count == room->count_max)
    room->fds = grown(room->fds, (room->count_max = 2 * room->count_max + 8) * sizeof *room->fds);
  room->fds[room->count++] = fd;
}

static void leave(int fd) {
  struct room *room = &rooms[connections[fd].room];
  uint32_t at = 0;
  while (room->fds[at] != fd) at++;
  room->fds[at] = room->fds[--room->count];
}

static void hang_up(int fd) {
  if (connections[fd].is_in_room) leave(fd);
  free(connections[fd].in);
  free(connections[fd].out);
  connections[fd] = (struct connection){0};
  close(fd);
}

static void keep(struct connection *to, const uint8_t *bytes, size_t count) {
  to->out = grown(to->out, to->out_bytes + count);
  memcpy(to->out + to->out_bytes, bytes, count);
  to->out_bytes += count;
}

static void write_to(int fd, const uint8_t *bytes, size_t count) {
  struct connection *to = &connections[fd];
  ssize_t written = to->out_bytes > 0 ? 0 : send(fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (written < 0 && errno != EAGAIN) return hang_up(fd);
  if (written < 0) written = 0;
  if ((size_t)written < count) keep(to, bytes + written, count - (size_t)written);
  if (to->out_bytes > 0 && !to->waits_for_room) watch(EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLOUT);
  to->waits_for_room = to->out_bytes > 0;
}

static void write_rest(int fd) {
  struct connection *to = &connections[fd];
  ssize_t written = send(fd, to->out + to->out_from, to->out_bytes - to->out_from, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (written < 0 && errno != EAGAIN) return hang_up(fd);
  if (written <= 0) return;
  to->out_from += (size_t)written;
  if (to->out_from < to->out_bytes) return;
  to->out_bytes = to->out_from = 0;
  to->waits_for_room = false;
  watch(EPOLL_CTL_MOD, fd, EPOLLIN);
}

// From the last on: one that hangs up meanwhile gives its place to one that has been told.
static void write_to_room(const struct room *room, const uint8_t *bytes, size_t count) {
  for (uint32_t at = room->count; at-- > 0;) write_to(room->fds[at], bytes, count);
}

static void write_spoilt(int fd, const uint8_t *bytes, size_t count) {
  enum { spoilt = 20 };
  static uint32_t number;
  static uint8_t *held;
  number++;
  if (number == spoilt && strcmp(fault, "drop") == 0) return;
  if (number == spoilt && strcmp(fault, "swap") == 0) {
    held = grown(NULL, count);
    memcpy(held, bytes, count);
    return;
  }
  write_to(fd, bytes, count);
  if (number == spoilt && strcmp(fault, "double") == 0) write_to(fd, bytes, count);
  if (number == spoilt + 1 && held) write_to(fd, held, count);
}

static void relay(int from, const uint8_t *text) {
  struct room *room = &rooms[connections[from].room];
  if (room->turn_bytes + frame_bytes > room->turn_bytes_max)
    room->turn = grown(room->turn, room->turn_bytes_max = 2 * room->turn_bytes_max + frame_bytes);
  uint8_t *frame = room->turn + room->turn_bytes;
  uint32_t announced = htonl((uint32_t)(frame_bytes - 4));
  memcpy(frame, &announced, 4);
  memcpy(frame + 4, text, text_bytes);
  memset(frame + 4 + text_bytes, '.', frame_bytes - 4 - text_bytes);
  if (text[0] == '!') {
    join(from, text + 1);
    write_to(from, frame, frame_bytes);
  } else if (is_joined) {
    if (room->turn_bytes == 0) busy[busy_count++] = connections[from].room;
    room->turn_bytes += frame_bytes;
  } else if (fault[0] && room->count > 0) {
    uint32_t rest = room->count - 1;
    int newest = room->fds[rest];
    for (uint32_t at = 0; at < rest; at++) write_to(room->fds[at], frame, frame_bytes);
    write_spoilt(newest, frame, frame_bytes);
  } else write_to_room(room, frame, frame_bytes);
}

static void write_turn(void) {
  for (uint32_t at = 0; at < busy_count; at++) {
    struct room *room = &rooms[busy[at]];
    write_to_room(room, room->turn, room->turn_bytes);
    room->turn_bytes = 0;
  }
  busy_count = 0;
}

static void read_from(int fd) {
  static uint8_t buffer[read_bytes_max];
  struct connection *from = &connections[fd];
  size_t have = from->in_bytes;
  if (have > 0) memcpy(buffer, from->in, have);
  ssize_t got = recv(fd, buffer + have, sizeof buffer - have, MSG_DONTWAIT);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return hang_up(fd);
  have += (size_t)got;
  size_t at = 0;
  while (have - at >= 4) {
    uint32_t announced;
    memcpy(&announced, buffer + at, 4);
    size_t payload = ntohl(announced);
    if (payload < text_bytes || payload > read_bytes_max / 2) return hang_up(fd);
    if (have - at < 4 + payload) break;
    relay(fd, buffer + at + 4);
    at += 4 + payload;
  }
  if (!from->is_open) return; // relaying found it closed
  from->in_bytes = have - at;
  if (from->in_bytes > 0) from->in = grown(from->in, from->in_bytes);
  if (from->in_bytes > 0) memcpy(from->in, buffer + at, from->in_bytes);
}

static void accept_all(void) {
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
    if (fd >= sockets_max) errx(1, "too many connections");
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connections[fd].is_open = true;
    watch(EPOLL_CTL_ADD, fd, EPOLLIN);
  }
}

static void listen_anywhere(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 4096) < 0) err(1, "listen");
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  fflush(stdout);
  watch(EPOLL_CTL_ADD, listener, EPOLLIN);
}

int main(int count, char **arguments) {
  if (count != 3 && count != 4) errx(1, "usage: relay joined|each FRAME_BYTES [drop|double|swap]");
  if (count == 4) fault = arguments[3];
  is_joined = strcmp(arguments[1], "joined") == 0;
  frame_bytes = strtoul(arguments[2], NULL, 10);
  if (frame_bytes < 4 + text_bytes) errx(1, "a frame has at least %d bytes", 4 + text_bytes);
  epoll_fd = epoll_create1(0);
  listen_anywhere();
  struct epoll_event events[events_max];
  for (;;) {
    int ready = epoll_wait(epoll_fd, events, events_max, -1);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) accept_all();
      else if (events[i].events & ~(uint32_t)EPOLLOUT && connections[fd].is_open) read_from(fd);
      if (fd != listener && events[i].events & EPOLLOUT && connections[fd].is_open) write_rest(fd);
    }
    write_turn();
  }
}
