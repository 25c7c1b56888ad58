import * as fc from "fast-check";
import { z } from "zod";

import { type RequestName, requests } from "../../../src/protocol/registry.ts";
import { requestsV1 } from "../../../src/transport/v1/requests.ts";
import { odd_texts } from "./odd-texts.ts";
import { wordsOf } from "./words.ts";

type Shape = z.core.JSONSchema.JSONSchema;

export const requestNames = Object.keys(requests) as RequestName[];

/** A request's body as the text of its JSON: mostly what the declaration asks for, else with something odd in it. */
export const bodyText = (name: RequestName): fc.Arbitrary<string> => objectText(shapeOf(name), name);

/** Every body with one field of a wrong kind, for every field however deep; the rest of it would be taken. */
export const wrongBodies = (name: RequestName, wrong = odd_texts): string[] =>
  variants(shapeOf(name), name, wrong, takenFields(name));

/** A request of protocol 1, whole. */
export const requestV1 = (): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...Object.keys(requestsV1)), objectText(shape_v1, "v1"))
    .map(([type, fields]) => withKey(fields, "type", JSON.stringify(type)));

/** The same with one field of a wrong kind, for every type and every field. */
export const wrongRequestsV1 = (wrong = odd_texts): string[] =>
  Object.keys(requestsV1).flatMap((type) =>
    variants(shape_v1, "v1", wrong).map((fields) => withKey(fields, "type", JSON.stringify(type))),
  );

const shape_v1: Shape = {
  type: "object",
  properties: Object.fromEntries(
    ["username", "password", "channel", "name", "description", "content", "to"].map((field) => [
      field,
      { type: "string" },
    ]),
  ),
  required: [],
};

const shapeOf = (name: RequestName): Shape =>
  z.toJSONSchema(requests[name].body, { io: "input", unrepresentable: "any" }) as Shape;

const odd = fc.constantFrom(...odd_texts);

function objectText(shape: Shape, path: string): fc.Arbitrary<string> {
  const good = fieldsText(shape, path, textOf);
  const one_odd = fieldsText(shape, path, (field, field_path) =>
    fc.oneof({ weight: 2, arbitrary: textOf(field, field_path) }, { weight: 1, arbitrary: odd }),
  );
  const odd_key = fc.constantFrom("__proto__", "constructor", "toString", "", ...namesOf(shape));
  const extra = fc.tuple(good, odd_key, odd).map(([text, key, value]) => withKey(text, key, value));
  return fc.oneof(
    { weight: 6, arbitrary: good },
    { weight: 2, arbitrary: one_odd },
    { weight: 1, arbitrary: extra },
    { weight: 1, arbitrary: fc.oneof(odd, fc.json()) },
  );
}

function fieldsText(
  shape: Shape,
  path: string,
  make: (field: Shape, path: string) => fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const fields = fieldsOf(shape).map(([name, field]) => {
    const text = make(field, `${path}.${name}`);
    return shape.required?.includes(name) ? text : fc.option(text, { nil: undefined, freq: 1 });
  });
  const names = namesOf(shape);
  return fc.tuple(...fields).map((texts) => writeObject(names, texts));
}

/** What a declaration takes, though rules beyond its shape may not. */
function textOf(shape: Shape, path: string): fc.Arbitrary<string> {
  if (shape.anyOf) return fc.oneof(...shape.anyOf.map((each) => textOf(each as Shape, path)));
  if (shape.enum) return fc.constantFrom(...shape.enum.map((value) => JSON.stringify(value)));
  if (shape.properties) return fieldsText(shape, path, textOf);
  if (shape.type === "array")
    return fc
      .array(textOf(shape.items as Shape, path), { maxLength: 3 })
      .map((texts) => `[${texts.join(",")}]`);
  if (shape.type === "boolean") return fc.constantFrom("true", "false");
  if (shape.type === "integer")
    return fc.integer({ min: path === "hello.protocol" ? 2 : 0, max: 12 }).map(String);
  return wordsOf(path).map((text) => JSON.stringify(text));
}

/** With `plain` the other fields are as there. */
function variants(shape: Shape, path: string, wrong: readonly string[], plain?: Plain): string[] {
  if (shape.type === "array")
    return [...wrong, ...variants(shape.items as Shape, path, wrong).map((text) => `[${text}]`)];
  if (!shape.properties) return [...wrong];
  const texts = plain ?? plainFields(shape, path, 1, 0);
  const each = fieldsOf(shape).flatMap(([name, field], index) =>
    variants(field, `${path}.${name}`, wrong).map((text) =>
      writeObject(namesOf(shape), texts.with(index, text)),
    ),
  );
  return [...wrong, ...each];
}

/** The fields of a body in their order; undefined for one that is not there. */
type Plain = (string | undefined)[];

/** A body that is taken, with as few of the fields that may be missing as can be. */
function takenFields(name: RequestName): Plain {
  const shape = shapeOf(name);
  for (const part of [0, 0.5, 1])
    for (let seed = 1; seed <= seeds_tried; seed++) {
      const texts = plainFields(shape, name, seed, part);
      const body: unknown = JSON.parse(writeObject(namesOf(shape), texts));
      if (requests[name].body.safeParse(body).success) return texts;
    }
  throw new Error(`nothing that is made up for ${name} is a body of it`);
}

const seeds_tried = 200;

/** `part`: of the fields that may be missing, how many are there. */
function plainFields(shape: Shape, path: string, seed: number, part: number): Plain {
  const isThere = fc.integer({ min: 1, max: 1_000 }).map((drawn) => drawn <= part * 1_000);
  const fields = fieldsOf(shape).map(([name, field]) => {
    const text = textOf(field, `${path}.${name}`);
    const is_required = shape.required?.includes(name) === true;
    return is_required
      ? text
      : fc.tuple(isThere, text).map(([is_there, said]) => (is_there ? said : undefined));
  });
  return fc.sample(fc.tuple(...fields), { seed, numRuns: 1 })[0] ?? [];
}

const fieldsOf = ({ properties = {} }: Shape): [string, Shape][] =>
  Object.entries(properties) as [string, Shape][];

const namesOf = (shape: Shape): string[] => Object.keys(shape.properties ?? {});

const writeObject = (names: readonly string[], texts: readonly (string | undefined)[]): string =>
  `{${names.flatMap((name, index) => (texts[index] === undefined ? [] : [`${JSON.stringify(name)}:${texts[index]}`])).join(",")}}`;

/** The object with one key more, in front, whether it has it already or not; anything else stays as it is. */
const withKey = (text: string, key: string, value: string): string =>
  /^\{\s*\}$/.test(text)
    ? `{${JSON.stringify(key)}:${value}}`
    : text.replace(/^\{/, () => `{${JSON.stringify(key)}:${value},`);
