// TLS by OpenSSL, without a check of the certificate: what is measured is the server.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

void tls_start(void);
void *tls_over(int fd);
void tls_free(void *tls);
// As read_some and write_some of peers.c.
ssize_t tls_read(void *tls, uint8_t *into, size_t room);
ssize_t tls_write(void *tls, const uint8_t *bytes, size_t count);
