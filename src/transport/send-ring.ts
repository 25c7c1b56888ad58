import { dlopen, type Pointer, ptr, toArrayBuffer } from "bun:ffi";

import { send_flags } from "./send-flags.ts";

/**
 * Sends to many sockets with one call of the system for each thousand (io_uring of Linux, without a thread of its own): each send
 * is done within the call, waits for nothing, and has been answered when the call returns.
 */
export class SendRing {
  /** Undefined where there is none: other systems, Linux before 5.7, and where it is not allowed, as in many containers. */
  static open(): SendRing | undefined {
    let kernel: Kernel;
    try {
      kernel = openKernel();
    } catch {
      return undefined; // no such library, or no code may be made at run time
    }
    const params = new Int32Array(words.params);
    const fd = kernel.syscall(calls.setup, sends_at_once, ptr(params), 0, 0, 0, 0);
    if (fd < 0) return undefined;
    const has_features = ((params[words.features] ?? 0) & features) === features;
    const may_enter = kernel.syscall(calls.enter, fd, 0, 0, 0, 0, 0) === 0;
    const mapped = has_features && may_enter ? mapQueues(kernel, fd, params) : undefined;
    if (mapped === undefined) kernel.close(fd);
    return mapped && new SendRing(kernel, fd, params, mapped);
  }

  readonly #kernel: Kernel;
  readonly #fd: number;
  readonly #mapped: MappedQueues;
  /** Heads and tails of both queues, and what the system has answered. */
  readonly #queues: Int32Array;
  /** What is asked of the system, 16 words each. */
  readonly #asked: Int32Array;
  readonly #at: Places;

  private constructor(kernel: Kernel, fd: number, params: Int32Array, mapped: MappedQueues) {
    this.#kernel = kernel;
    this.#fd = fd;
    this.#mapped = mapped;
    this.#queues = wordsOf(mapped.queues);
    this.#asked = wordsOf(mapped.asked);
    this.#at = placesOf(params);
    this.#prepare(params[words.asked_max] ?? 0);
  }

  /** What is the same of all that is ever asked. */
  #prepare(count: number): void {
    for (let at = 0; at < count; at++) {
      this.#queues[this.#at.numbers + at] = at;
      new Uint8Array(this.#asked.buffer)[at * asked_words * 4] = opcode_send;
      this.#asked[at * asked_words + asked.flags] = send_flags;
    }
  }

  /**
   * For the first `count`: `sent[i]` becomes how many bytes `fds[i]` took, below 0 when it has no room or is closed. Where the system
   * takes no more of them, all others are below 0.
   */
  send(fds: Int32Array, count: number, bytes: Bytes, sent: Int32Array): void {
    sent.fill(-1, 0, count);
    // It takes fewer than it is given when it is short of memory, and before Linux 5.18 where a number is nothing's.
    for (let from = 0, taken = 1; from < count && taken > 0; from += taken)
      taken = this.#sendSome(fds, from, Math.min(count, from + sends_at_once), bytes, sent);
  }

  /** Returns how many of them the system took. */
  #sendSome(fds: Int32Array, from: number, to: number, bytes: Bytes, sent: Int32Array): number {
    const [queues, all, at] = [this.#queues, this.#asked, this.#at];
    const [for_all, own] = bytes instanceof Uint8Array ? [bytes, []] : [undefined, bytes];
    let last: Uint8Array | undefined;
    let [low, high, length] = [0, 0, 0];
    const mask = queues[at.asked_mask] ?? 0;
    const start = queues[at.asked_tail] ?? 0;
    for (let each = from; each < to; each++) {
      const word = ((start + each - from) & mask) * asked_words;
      const next = for_all ?? own[each];
      if (next !== last) {
        last = next;
        length = next?.length ?? 0;
        const address = next === undefined || length === 0 ? 0 : ptr(next);
        [low, high] = [address % 2 ** 32, Math.floor(address / 2 ** 32)];
      }
      all[word + asked.fd] = fds[each] ?? -1;
      all[word + asked.address] = low;
      all[word + asked.address + 1] = high;
      all[word + asked.length] = length;
      all[word + asked.name] = each;
    }
    queues[at.asked_tail] = start + to - from;
    const taken = Math.max(0, this.#enter(to - from, 0));
    // What it did not take now, it is not to find the next time.
    queues[at.asked_tail] = queues[at.asked_head] ?? 0;
    this.#awaitAnswers(taken, sent);
    return taken;
  }

  /**
   * All are there when the call has returned; only where that should not be so are they asked for. Without them nobody knows what the
   * sockets took: that is the end of the server, whose clients come back, and so it is thrown where nothing catches it, too.
   */
  #awaitAnswers(count: number, sent: Int32Array): void {
    let missing = count - this.#readAnswers(sent);
    for (let tries = 0; missing > 0; tries++) {
      if (tries === enter_tries_max) {
        const fault = new AnswersOwed(missing);
        queueMicrotask(() => {
          throw fault;
        });
        throw fault;
      }
      this.#enter(0, missing);
      missing -= this.#readAnswers(sent);
    }
  }

  /** Hands over what is asked, and waits for so many answers. Returns how much it took, below 0 when nothing. */
  #enter(asked_count: number, answers: number): number {
    const flags = answers > 0 ? enter_getevents : 0;
    return this.#kernel.syscall(calls.enter, this.#fd, asked_count, answers, flags, 0, 0);
  }

  #readAnswers(sent: Int32Array): number {
    const [queues, at] = [this.#queues, this.#at];
    const mask = queues[at.answers_mask] ?? 0;
    const tail = queues[at.answers_tail] ?? 0;
    let head = queues[at.answers_head] ?? 0;
    let count = 0;
    for (; head !== tail; head = (head + 1) | 0, count++) {
      const word = at.answers + (head & mask) * answer_words;
      sent[queues[word] ?? 0] = queues[word + answer_result] ?? -1;
    }
    queues[at.answers_head] = tail;
    return count;
  }

  /** Nothing may be sent any more. */
  close(): void {
    this.#kernel.close(this.#fd);
    for (const { start, bytes } of [this.#mapped.queues, this.#mapped.asked])
      this.#kernel.munmap(start, bytes);
  }
}

/** The system has taken sends and does not say what became of them. */
export class AnswersOwed extends Error {
  constructor(missing: number) {
    super(`io_uring owes ${missing} answers`);
  }
}

/** The same for all, or of each its own. */
type Bytes = Uint8Array | readonly Uint8Array[];

/** A send of fewer is no dearer by itself; a message to all of a thousand is one call. */
const sends_at_once = 1024;

/** From linux/io_uring.h, the same on every architecture of Linux that there is a build for. */
const calls = { setup: 425, enter: 426 } as const;
const enter_getevents = 1;
const enter_tries_max = 1_000;
const opcode_send = 26;
/** SINGLE_MMAP, and FAST_POLL, which came after the sending. */
const features = 1 | (1 << 5);
/** What is mapped where: IORING_OFF_SQ_RING and IORING_OFF_SQES. */
const offsets = { queues: 0, asked: 0x1000_0000 } as const;
/** Words of 32 bits: struct io_uring_params, io_uring_sqe and io_uring_cqe. */
const words = {
  params: 30,
  asked_max: 0,
  answers_max: 1,
  features: 5,
  asked_queue: 10,
  answers_queue: 20,
} as const;
const asked = { fd: 1, address: 4, length: 6, flags: 7, name: 8 } as const;
const asked_words = 16;
const answer_words = 4;
const answer_result = 2;

/** Where things are in the memory of the queues, in words. */
type Places = ReturnType<typeof placesOf>;

function placesOf(params: Int32Array) {
  const word = (at: number) => params[at] ?? 0;
  const [asked_queue, answers_queue] = [words.asked_queue, words.answers_queue];
  return {
    asked_head: word(asked_queue) / 4,
    asked_tail: word(asked_queue + 1) / 4,
    asked_mask: word(asked_queue + 2) / 4,
    numbers: word(asked_queue + 6) / 4,
    answers_head: word(answers_queue) / 4,
    answers_tail: word(answers_queue + 1) / 4,
    answers_mask: word(answers_queue + 2) / 4,
    answers: word(answers_queue + 5) / 4,
  };
}

/** Memory that is the system's too. */
interface Mapped {
  start: Pointer;
  bytes: number;
}

type MappedQueues = Record<keyof typeof offsets, Mapped>;

const wordsOf = ({ start, bytes }: Mapped) => new Int32Array(toArrayBuffer(start, 0, bytes));

function mapQueues(kernel: Kernel, fd: number, params: Int32Array): MappedQueues | undefined {
  const [asked_max, answers_max] = [params[words.asked_max] ?? 0, params[words.answers_max] ?? 0];
  const places = placesOf(params);
  const queues_words = Math.max(places.numbers + asked_max, places.answers + answers_max * answer_words);
  const queues = map(kernel, fd, queues_words * 4, offsets.queues);
  const asked = queues && map(kernel, fd, asked_max * asked_words * 4, offsets.asked);
  if (queues && !asked) kernel.munmap(queues.start, queues.bytes);
  return asked && { queues, asked };
}

function map(kernel: Kernel, fd: number, bytes: number, offset: number): Mapped | undefined {
  const start = kernel.mmap(null, bytes, prot_read | prot_write, map_shared, fd, offset);
  return typeof start === "number" && start <= Number.MAX_SAFE_INTEGER ? { start, bytes } : undefined;
}

const [prot_read, prot_write, map_shared] = [1, 2, 1];

type Kernel = ReturnType<typeof openKernel>;

function openKernel() {
  const { symbols } = dlopen("libc.so.6", {
    syscall: { args: ["u64", "u64", "u64", "u64", "u64", "u64", "u64"], returns: "i32" },
    mmap: { args: ["ptr", "u64", "i32", "i32", "i32", "u64"], returns: "ptr" },
    munmap: { args: ["ptr", "u64"], returns: "i32" },
    close: { args: ["i32"], returns: "i32" },
  } as const);
  return symbols;
}
