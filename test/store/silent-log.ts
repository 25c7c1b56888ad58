import type { Log } from "../../src/domain/ports/log.ts";

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
