import { describe, expect, test } from "bun:test";

import { AddressLimits } from "../../src/domain/address-limits.ts";
import { LoginLimits } from "../../src/domain/login-limits.ts";
import { limits } from "../../src/protocol/limits.ts";
import { FakeClock } from "../support/fake-clock.ts";

const keyOf = (address: string) => (address === "home" ? undefined : address);

describe("connections and registrations", () => {
  const limited = () => {
    const clock = new FakeClock();
    const options = { connections_max: 2, connections_per_minute: 4, registrations_per_hour: 2 };
    return { clock, addresses: new AddressLimits({ clock, keyOf, ...options }) };
  };

  test("an address has its places, and gets one back when a connection goes", () => {
    const { addresses } = limited();
    expect([addresses.enter("a"), addresses.enter("a"), addresses.enter("a")]).toEqual([
      0,
      0,
      limits.crowded_retry_ms,
    ]);
    expect(addresses.enter("b")).toBe(0);
    addresses.leave("a");
    expect(addresses.enter("a")).toBe(0);
    expect(addresses.takeRefused()).toBe(1);
    expect(addresses.takeRefused()).toBe(0);
  });

  test("new connections come no faster than allowed, though few are open", () => {
    const { addresses, clock } = limited();
    for (let count = 0; count < 4; count++) {
      expect(addresses.enter("a")).toBe(0);
      addresses.leave("a");
    }
    expect(addresses.enter("a")).toBe(15_000);
    clock.move(15_000);
    expect(addresses.enter("a")).toBe(0);
  });

  test("the page is asked for no faster than five times for each new connection, beside those", () => {
    const { addresses, clock } = limited();
    const all = 4 * limits.web_requests_per_connection;
    for (let count = 0; count < all; count++) expect(addresses.takeRequest("a")).toBe(0);
    expect(addresses.takeRequest("a")).toBe(60_000 / all);
    expect([addresses.takeRequest("b"), addresses.enter("a")]).toEqual([0, 0]);
    clock.move(60_000 / all);
    expect(addresses.takeRequest("a")).toBe(0);
  });

  test("registrations have a count of their own", () => {
    const { addresses, clock } = limited();
    expect([1, 2, 3].map(() => addresses.takeRegistration("a"))).toEqual([0, 0, 1_800_000]);
    expect(addresses.takeRegistration("b")).toBe(0);
    clock.move(1_800_000);
    expect(addresses.takeRegistration("a")).toBe(0);
  });

  test("so are the channels that accounts of one address make together", () => {
    const { addresses, clock } = limited();
    const all = 2 * limits.creations_per_registration;
    for (let count = 0; count < all; count++) expect(addresses.takeCreation("a")).toBe(0);
    expect(addresses.takeCreation("a")).toBe(3_600_000 / all);
    expect([addresses.takeCreation("b"), addresses.takeRegistration("a")]).toEqual([0, 0]);
    clock.move(3_600_000 / all);
    expect(addresses.takeCreation("a")).toBe(0);
  });

  test("an addition is of one user and one address, and what was not done does not count", () => {
    const { addresses } = limited();
    const most = limits.additions_of_user_per_hour;
    const ben = 2;
    for (let count = 0; count < most; count++) expect(addresses.takeAddition("a", ben)).toBe(0);
    expect(addresses.takeAddition("a", ben)).toBe(3_600_000 / most);
    expect([addresses.takeAddition("b", ben), addresses.takeAddition("a", 3)]).toEqual([0, 0]);
    addresses.giveBackAddition("a", ben);
    expect(addresses.takeAddition("a", ben)).toBe(0);
    expect(addresses.takeAddition("a", ben)).toBeGreaterThan(0);
  });

  test("who is exempt is not counted", () => {
    const { addresses } = limited();
    const takeAll = () => [
      addresses.enter("home"),
      addresses.takeRequest("home"),
      addresses.takeGuestRequest("home"),
      addresses.takeRegistration("home"),
      addresses.takeCreation("home"),
      addresses.takeAddition("home", 1),
    ];
    for (let count = 0; count < 100; count++) expect(takeAll()).toEqual([0, 0, 0, 0, 0, 0]);
    addresses.leave("home");
  });
});

describe("failed logins", () => {
  const { login_failures_free_of_account: free, login_failures_free_of_address: free_of_address } = limits;

  const failing = (logins: LoginLimits, address: string, username: string, now_ms: number): number => {
    const attempt = logins.begin(address, username, now_ms);
    return typeof attempt === "number" ? attempt : 0;
  };

  test("an account's tries from anywhere get slower, up to a minute, and are forgotten", () => {
    const logins = new LoginLimits(keyOf);
    let now_ms = 0;
    for (let count = 0; count < free; count++) expect(failing(logins, `a${count}`, "Ana", now_ms)).toBe(0);
    const waits: number[] = [];
    for (let count = 0; count < 8; count++) {
      const wait_ms = failing(logins, `b${count}`, " ana", now_ms);
      waits.push(wait_ms);
      now_ms += wait_ms;
      expect(failing(logins, `b${count}`, "ana", now_ms)).toBe(0);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(failing(logins, "c", "ben", now_ms)).toBe(0);
    expect(failing(logins, "c", "ana", now_ms + limits.login_failures_forget_ms)).toBe(0);
  });

  test("an address's tries for ever other names get slower", () => {
    const logins = new LoginLimits(keyOf);
    for (let count = 0; count < free_of_address; count++)
      expect(failing(logins, "a", `user${count}`, 0)).toBe(0);
    expect(failing(logins, "a", "another", 0)).toBe(1_000);
    expect(failing(logins, "b", "another", 0)).toBe(0);
  });

  test("many at once gain nothing: each counts until it is known how it went", () => {
    const logins = new LoginLimits(keyOf);
    const tries = Array.from({ length: 50 }, () => logins.begin("a", "ana", 0));
    expect(tries.filter((each) => typeof each !== "number")).toHaveLength(free);
  });

  test("a right password of one's own clears no guesses at others", () => {
    const logins = new LoginLimits(keyOf);
    for (let count = 0; count < free_of_address; count++) {
      failing(logins, "a", `user${count}`, 0);
      const own = logins.begin("a", "mallory", 0);
      if (typeof own !== "number") own.succeeded();
    }
    expect(failing(logins, "a", "ana", 0)).toBe(1_000);
  });

  test("from an address the owner has come from, an attack from elsewhere is not felt", () => {
    const logins = new LoginLimits(keyOf);
    logins.noteKnown("office", "ana");
    for (let count = 0; count < 100; count++) failing(logins, `bot${count}`, "ana", 0);
    expect(failing(logins, "elsewhere", "ana", 0)).toBeGreaterThan(0);
    const own = logins.begin("office", "ana", 0);
    expect(typeof own).not.toBe("number");
    if (typeof own !== "number") own.succeeded();
    expect(failing(logins, "elsewhere", "ana", 0)).toBe(0); // and the success ends the account's wait
  });

  test("guessing from the owner's own address gets slower too", () => {
    const logins = new LoginLimits(keyOf);
    logins.noteKnown("office", "ana");
    for (let count = 0; count < limits.login_failures_free_of_known; count++)
      expect(failing(logins, "office", "ana", 0)).toBe(0);
    expect(failing(logins, "office", "ana", 0)).toBe(1_000);
  });

  test("what was not looked at is no failure", () => {
    const logins = new LoginLimits(keyOf);
    for (let count = 0; count < 100; count++) {
      const attempt = logins.begin("a", "ana", 0);
      expect(typeof attempt).not.toBe("number");
      if (typeof attempt !== "number") attempt.withdrawn();
    }
  });

  test("who is exempt never waits", () => {
    const logins = new LoginLimits(keyOf);
    for (let count = 0; count < 100; count++) expect(failing(logins, "home", "ana", 0)).toBe(0);
  });
});
