import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { is } from "drizzle-orm";
import { getTableConfig, SQLiteSyncDialect, SQLiteTable } from "drizzle-orm/sqlite-core";

import { migrations } from "../../src/store/migrations/all.ts";
import * as file_schema from "../../src/store/schema-files.ts";
import * as schema from "../../src/store/schema.ts";

/**
 * Both descriptions of a table, the migrations' and the query builder's, brought into one form and held
 * equal. The builder knows no STRICT, WITHOUT ROWID or words of a CHECK: those are looked at by themselves.
 */
interface Shape {
  columns: string[];
  primary_key: string[];
  foreign_keys: string[];
  uniques: string[];
  indexes: string[];
  checks: number;
}

const database = new Database(":memory:");
for (const migration of migrations) database.exec(migration);

const tables = Object.values({ ...schema, ...file_schema }).filter((value) => is(value, SQLiteTable));
const named = (config: { name: string }) => config.name;

test("the query builder knows every table that the migrations make, and no other", () => {
  const real = rows<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  expect(tables.map(getTableConfig).map(named).toSorted()).toEqual(real.map(named).toSorted());
});

for (const table of tables) {
  const { name } = getTableConfig(table);
  test(`the table ${name} is the same for the migrations and the query builder`, () => {
    expect(declaredShape(table)).toEqual(realShape(name));
  });

  test(`the table ${name} takes only values of its types`, () => {
    expect(rows(`SELECT strict FROM pragma_table_list('${name}')`)).toEqual([{ strict: 1 }]);
  });
}

test("keys that clients remember are never given twice", () => {
  const counted = rows<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY name",
  );
  expect(counted.map(named)).toEqual(["avatars", "channels", "files", "messages", "sessions", "users"]);
});

function rows<Row>(sql: string): Row[] {
  return database.query<Row, []>(sql).all();
}

function declaredShape(table: SQLiteTable): Shape {
  const config = getTableConfig(table);
  const text = (columns: { name: string }[]) => columns.map(named).join(", ");
  const dialect = new SQLiteSyncDialect();
  return {
    columns: config.columns.map((column) =>
      [
        column.name,
        column.getSQLType().toUpperCase(),
        column.notNull ? "NOT NULL" : "NULL",
        ...defaultText(column.default),
      ].join(" "),
    ),
    primary_key: [
      ...config.columns.filter((column) => column.primary).map(named),
      ...config.primaryKeys.flatMap((key) => key.columns.map(named)),
    ],
    foreign_keys: config.foreignKeys
      .map((key) => key.reference())
      .map(
        (to) => `${text(to.columns)} -> ${getTableConfig(to.foreignTable).name} (${text(to.foreignColumns)})`,
      )
      .toSorted(),
    uniques: config.columns
      .filter((column) => column.isUnique)
      .map(named)
      .toSorted(),
    indexes: config.indexes
      .map(({ config: index }) => {
        const where = index.where ? dialect.sqlToQuery(index.where.inlineParams()).sql : "";
        const columns = text(index.columns as unknown as { name: string }[]);
        return indexText(index.name, index.unique, columns, where.replaceAll(`"${config.name}".`, ""));
      })
      .toSorted(),
    checks: config.checks.length,
  };
}

const defaultText = (value: unknown): string[] =>
  value === undefined ? [] : ["DEFAULT", typeof value === "string" ? `'${value}'` : String(value)];

const indexText = (name: string, unique: boolean, columns: string, where: string): string =>
  `${unique ? "UNIQUE " : ""}${name} (${columns}) ${where.replaceAll('"', "")}`.trim();

function realShape(name: string): Shape {
  const sql = rows<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = '${name}'`)[0]?.sql ?? "";
  const columns = rows<RealColumn>(
    `SELECT name, type, "notnull", pk, dflt_value FROM pragma_table_info('${name}')`,
  );
  const indexes = rows<RealIndex>(
    `SELECT list.name, list."unique", list.origin, group_concat(info.name, ', ') AS columns,
       (SELECT sql FROM sqlite_schema WHERE sqlite_schema.name = list.name) AS sql
     FROM pragma_index_list('${name}') AS list, pragma_index_info(list.name) AS info
     GROUP BY list.name ORDER BY list.name`,
  );
  return {
    columns: columns.map((column) => {
      const nocase = new RegExp(`^\\s*${column.name} TEXT[^,]* COLLATE NOCASE`, "m").test(sql);
      return [
        column.name,
        column.type + (nocase ? " COLLATE NOCASE" : ""),
        column.notnull === 1 ? "NOT NULL" : "NULL",
        ...(column.dflt_value === null ? [] : ["DEFAULT", column.dflt_value]),
      ].join(" ");
    }),
    primary_key: columns
      .filter(({ pk }) => pk > 0)
      .toSorted((a, b) => a.pk - b.pk)
      .map(named),
    foreign_keys: rows<{ text: string }>(
      `SELECT "from" || ' -> ' || "table" || ' (' || "to" || ')' AS text
       FROM pragma_foreign_key_list('${name}') ORDER BY text`,
    ).map(({ text }) => text),
    uniques: indexes
      .filter(({ origin }) => origin === "u")
      .map((index) => index.columns)
      .toSorted(),
    indexes: indexes
      .filter(({ origin }) => origin === "c")
      .map((index) => {
        const where = /WHERE (.*)$/s.exec(index.sql)?.[1] ?? "";
        return indexText(index.name, index.unique === 1, index.columns, where);
      })
      .toSorted(),
    checks: sql.split("CHECK (").length - 1,
  };
}

interface RealColumn {
  name: string;
  type: string;
  notnull: number;
  pk: number;
  dflt_value: string | null;
}

interface RealIndex {
  name: string;
  unique: number;
  origin: string;
  columns: string;
  sql: string;
}
