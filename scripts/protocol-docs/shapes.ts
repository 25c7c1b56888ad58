import { z } from "zod";

import { Channel } from "../../src/protocol/channel.ts";
import { Member, User } from "../../src/protocol/fields.ts";
import { Message, Reaction } from "../../src/protocol/message.ts";

/** The shapes that many messages hold: described once, named everywhere else. */
export const namedShapes: Record<string, z.ZodType> = { User, Member, Channel, Message, Reaction };

for (const [id, schema] of Object.entries(namedShapes))
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });

type Shape = z.core.JSONSchema.JSONSchema;

/** A titled table of an object's fields; the fields of objects within it as `outer.inner`, of those in a list as `list[].inner`. */
export function fieldTable(title: string, schema: z.ZodType, io: "input" | "output"): string {
  const rows = fieldRows(schemaOf(schema, io), "");
  if (rows.length === 0) return `${title}: \`{}\`\n`;
  return [`${title}:`, "", "| field | type | meaning |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

export const describe = (schema: z.ZodType): string => schemaOf(schema, "output").description ?? "";

function schemaOf(schema: z.ZodType, io: "input" | "output"): Shape {
  const { $defs, ...whole } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Shape;
  // A shape that is named itself comes as a reference to its own definition.
  return whole.$ref === undefined ? whole : resolve(whole.$ref, $defs ?? {});
}

function resolve($ref: string, $defs: Record<string, Shape>): Shape {
  const shape = $defs[nameOf($ref)];
  if (shape === undefined) throw new Error(`no definition of ${$ref}`);
  return shape;
}

const nameOf = ($ref: string): string => $ref.slice($ref.lastIndexOf("/") + 1);

function fieldRows({ properties = {}, required = [] }: Shape, prefix: string): string[] {
  const rows: string[] = [];
  for (const [name, field] of Object.entries(properties)) {
    if (typeof field === "boolean") continue;
    const path = `${prefix}${name}`;
    rows.push(
      `| \`${path}\`${required.includes(name) ? "" : " ?"} | ${typeText(field)} | ${meaning(field)} |`,
    );
    if (field.type === "object") rows.push(...fieldRows(field, `${path}.`));
    const { items } = field;
    if (
      field.type === "array" &&
      typeof items === "object" &&
      !Array.isArray(items) &&
      items.$ref === undefined
    )
      rows.push(...fieldRows(items, `${path}[].`));
  }
  return rows;
}

function typeText(shape: Shape | boolean): string {
  if (typeof shape === "boolean") return "anything";
  if (shape.$ref !== undefined) return `[${nameOf(shape.$ref)}](#${nameOf(shape.$ref).toLowerCase()})`;
  if (shape.anyOf !== undefined) return shape.anyOf.map(typeText).join(" or ");
  if (shape.enum !== undefined) return shape.enum.map((value) => `\`${JSON.stringify(value)}\``).join(" or ");
  if (Array.isArray(shape.type)) return shape.type.join(" or ");
  if (shape.type === "array" && shape.items !== undefined && !Array.isArray(shape.items))
    return `array of ${typeText(shape.items)}`;
  return `${shape.type ?? "anything"}${range(shape)}`;
}

function range(shape: Shape): string {
  const { minLength, maxLength, minimum, maximum, exclusiveMinimum } = shape;
  const least =
    minLength ?? minimum ?? (typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : undefined);
  const most = maxLength ?? maximum;
  const unit = shape.type === "string" ? " characters" : "";
  const bounds = [bound("at least", least), bound("at most", most)].filter((text) => text !== "");
  return bounds.length === 0 ? "" : `, ${bounds.join(", ")}${unit}`;
}

/** What any integer of JSON keeps to anyway is not worth saying. */
const bound = (words: string, value: number | undefined): string =>
  value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? "" : `${words} ${value}`;

function meaning(shape: Shape): string {
  const preset = shape.default === undefined ? "" : `left out: \`${JSON.stringify(shape.default)}\``;
  return [shape.description ?? "", preset].filter((text) => text !== "").join("; ");
}
