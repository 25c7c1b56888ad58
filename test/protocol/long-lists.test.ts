import { describe, expect, test } from "bun:test";

import { z } from "zod";

import { type RequestName, requests } from "../../src/protocol/registry.ts";

type Path = readonly (string | 0)[];

interface List {
  name: RequestName;
  path: Path;
  length_max: number;
}

/** What has no elements. */
const single = new Set(["string", "number", "boolean", "enum", "transform"]);

/** The lists in a declaration. Throws for a kind that nobody has thought of yet. */
function listsIn(name: RequestName, schema: z.core.$ZodType, path: Path = []): List[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "object")
    return Object.entries(def.shape).flatMap(([key, field]) => listsIn(name, field, [...path, key]));
  if (def.type === "array")
    return [
      {
        name,
        path,
        length_max: Number(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }).maxItems),
      },
      ...listsIn(name, def.element, [...path, 0]),
    ];
  if (def.type === "pipe") return [...listsIn(name, def.in, path), ...listsIn(name, def.out, path)];
  if ("innerType" in def) return listsIn(name, def.innerType, path);
  if (single.has(def.type)) return [];
  throw new Error(`${name} ${path.join(".")}: what is done with very many elements of a ${def.type}?`);
}

/** A list that counts how often one of its elements is looked at. */
function watched(length: number) {
  let looks = 0;
  const list = new Proxy(
    Array.from({ length }, () => null),
    {
      get(target, key, receiver) {
        if (typeof key === "string" && /^\d+$/.test(key)) looks++;
        return Reflect.get(target, key, receiver) as unknown;
      },
    },
  );
  return { list, looks: () => looks };
}

/** A body with this at the path, and nothing beside it. */
const bodyWith = (path: Path, value: unknown): unknown =>
  path.reduceRight((inner, key) => (key === 0 ? [inner] : { [key]: inner }), value);

const names = Object.keys(requests) as RequestName[];
const lists = names.flatMap((name) => listsIn(name, requests[name].body));

test("these are the lists in requests", () => {
  expect(lists.map(({ name, path }) => [name, ...path].join(" "))).toEqual([
    "channel.arrange channel_ids",
    "dm.open usernames",
    "message.send file_ids",
    "message.get seqs",
    "user.get user_ids",
    "sync.catch_up channels",
    "message.search words",
    "message.search without",
    "message.search from",
    "message.search channel_ids",
    "message.search has",
  ]);
});

describe.each(lists)("$name, $path:", ({ name, path, length_max }) => {
  const parse = (list: unknown[]) =>
    requests[name].body
      .safeParse(bodyWith(path, list))
      .error?.issues.filter((issue) => issue.path.join(".").startsWith(path.join("."))) ?? [];

  test("one too many is refused by their number, and none is looked at", () => {
    const { list, looks } = watched(length_max + 1);
    expect(parse(list)).toEqual([
      expect.objectContaining({
        code: "too_big",
        path,
        message: `Too big: expected array to have <=${length_max} items`,
      }),
    ]);
    expect(looks()).toBe(0);
  });

  test("as many as there may be are looked at", () => {
    const { list, looks } = watched(length_max);
    expect(parse(list)).toHaveLength(length_max);
    expect(looks()).toBe(length_max);
  });
});
