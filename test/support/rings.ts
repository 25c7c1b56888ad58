import { dlopen } from "bun:ffi";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Starts a program for which the system refuses one of the calls of io_uring, as in many containers. */
const source = `
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int count, char **arguments) {
  struct sock_filter rules[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FORBIDDEN, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof rules / sizeof *rules, rules};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    perror("no filter");
    return 1;
  }
  execv(arguments[1], arguments + 1);
  perror(arguments[1]);
  return 1;
}
`;

/** A command to stand before that of a program. Throws when it cannot be compiled. */
export function withoutRing(folder: string, call: "setup" | "enter"): string {
  const launcher = join(folder, "without-ring");
  const command = ["gcc", "-O1", `-DFORBIDDEN=SYS_io_uring_${call}`, "-x", "c", "-", "-o", launcher];
  const { success, stderr } = Bun.spawnSync(command, { stdin: Buffer.from(source) });
  if (!success) throw new Error(`${command.join(" ")}\n${stderr.toString()}`);
  return launcher;
}

/** Whether the system lets this process have one: asked past what is tested. */
export function isRingAllowed(): boolean {
  const { symbols } = dlopen("libc.so.6", {
    syscall: { args: ["u64", "u64", "ptr"], returns: "i32" },
    close: { args: ["i32"], returns: "i32" },
  } as const);
  const number = symbols.syscall(425, 1, new Uint8Array(120)); // io_uring_setup
  return number >= 0 && symbols.close(number) === 0;
}

/** The rings of a process: how many sends each has answered. Linux only. */
export function ringsOf(pid: number): number[] {
  const folder = `/proc/${pid}/fd`;
  const numbers = readdirSync(folder).filter((number) => namedBy(join(folder, number)).includes("io_uring"));
  return numbers.map((number) => {
    const [, answers = ""] =
      /^CqTail:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${number}`, "utf8")) ?? [];
    return Number(answers);
  });
}

function namedBy(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "closed meanwhile";
  }
}
