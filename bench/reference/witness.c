// A witness to whether the machine itself stands still: on each core a thread that goes before all others asks to be woken up every 2 ms,
// and says when it was, more than 30 ms too late. `witness` prints lines of "HH:MM:SS.mmm core N late MS ms" until it is ended; it ends
// with 1 where it may not have that priority.
#define _GNU_SOURCE
#include <err.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { priority = 50, every_ns = 2000000, late_ms_min = 30, cores_max = 256 };

static double ms_between(const struct timespec *from, const struct timespec *to) {
  return (double)(to->tv_sec - from->tv_sec) * 1e3 + (double)(to->tv_nsec - from->tv_nsec) / 1e6;
}

static void tell(long core, double late_ms) {
  struct timespec now;
  struct tm at;
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &at);
  printf("%02d:%02d:%02d.%03ld core %ld late %.0f ms\n", at.tm_hour, at.tm_min, at.tm_sec, now.tv_nsec / 1000000, core, late_ms);
  fflush(stdout);
}

static void *watch(void *number) {
  long core = (long)(intptr_t)number;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET((size_t)core, &set);
  struct sched_param wanted = {.sched_priority = priority};
  int error = pthread_setaffinity_np(pthread_self(), sizeof set, &set);
  if (error == 0) error = pthread_setschedparam(pthread_self(), SCHED_FIFO, &wanted);
  if (error != 0) errx(1, "core %ld: %s", core, strerror(error));
  const struct timespec wait = {0, every_ns};
  for (struct timespec before, after;;) {
    clock_gettime(CLOCK_MONOTONIC, &before);
    clock_nanosleep(CLOCK_MONOTONIC, 0, &wait, NULL);
    clock_gettime(CLOCK_MONOTONIC, &after);
    double late_ms = ms_between(&before, &after) - every_ns / 1e6;
    if (late_ms > late_ms_min) tell(core, late_ms);
  }
}

int main(void) {
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  pthread_t threads[cores_max];
  if (cores < 1 || cores > cores_max) errx(1, "%ld cores", cores);
  for (long core = 0; core < cores; core++)
    if (pthread_create(&threads[core], NULL, watch, (void *)(intptr_t)core) != 0) err(1, "pthread_create");
  pthread_join(threads[0], NULL);
}
