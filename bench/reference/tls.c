#include "tls.h"

#include <err.h>
#include <fcntl.h>

#ifdef WITH_TLS
#include <openssl/ssl.h>

static SSL_CTX *settings;

void tls_start(void) {
  settings = SSL_CTX_new(TLS_client_method());
  if (!settings) errx(1, "no TLS");
  SSL_CTX_set_mode(settings, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(settings, 1);
}

void *tls_over(int fd) {
  SSL *tls = SSL_new(settings);
  if (!tls || fcntl(fd, F_SETFL, O_NONBLOCK) < 0) errx(1, "no TLS");
  SSL_set_fd(tls, fd);
  SSL_set_connect_state(tls);
  return tls;
}

void tls_free(void *tls) { SSL_free(tls); }

static ssize_t outcome(SSL *tls, int result, size_t moved) {
  if (result > 0) return (ssize_t)moved;
  int reason = SSL_get_error(tls, result);
  return reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

ssize_t tls_read(void *tls, uint8_t *into, size_t room) {
  size_t moved = 0;
  int result = SSL_read_ex(tls, into, room, &moved);
  return outcome(tls, result, moved);
}

ssize_t tls_write(void *tls, const uint8_t *bytes, size_t count) {
  size_t moved = 0;
  int result = SSL_write_ex(tls, bytes, count, &moved);
  return outcome(tls, result, moved);
}
#else
// Built without the headers of OpenSSL.
void tls_start(void) { errx(1, "built without TLS: install libssl-dev"); }
void *tls_over(int fd) { return (void)fd, NULL; }
void tls_free(void *tls) { (void)tls; }
ssize_t tls_read(void *tls, uint8_t *into, size_t room) { return (void)tls, (void)into, (void)room, -1; }
ssize_t tls_write(void *tls, const uint8_t *bytes, size_t count) {
  return (void)tls, (void)bytes, (void)count, -1;
}
#endif
