/** `import text from "./0001-first.sql" with { type: "text" }`: the text itself, embedded in the executable. */
declare module "*.sql" {
  const text: string;
  export = text;
}
