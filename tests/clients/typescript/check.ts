/** A client made from the OpenAPI document asks a server: what it gets has the types that it was promised. */

import assert from "node:assert/strict";

import createClient from "openapi-fetch";

import type { paths } from "./schema.js";

const client = createClient<paths>({
  baseUrl: process.argv[2] ?? "http://127.0.0.1:8000",
  querySerializer: { object: { style: "form", explode: true } }, // filters are parameters of their own
});

// A listing: rows have the columns of their table, filters their types, lists go as they like.
const listed = await client.GET("/v1/indicators", {
  params: { query: { metric_id__in: ["gdp", "cpi"], year__gte: 0, is_headline: true, sort: ["-value", "id"], limit: 5 } },
});
assert(listed.data, JSON.stringify(listed.error));
const values: (number | undefined)[] = listed.data.data.map((row) => row.value);
assert.deepEqual(values, [...values].sort((a, b) => (b ?? 0) - (a ?? 0)));
const total: number | null = listed.data.page.total;
assert((total ?? 0) >= values.length && values.length > 0);

// Some columns, and the page behind by its cursor.
const some = await client.GET("/v1/units", { params: { query: { select: ["id", "factor"], limit: 2 } } });
assert(some.data?.page.next);
const cursor = new URL(some.data.page.next, "http://x").searchParams.get("cursor") ?? "";
const behind = await client.GET("/v1/units", { params: { query: { select: ["id", "factor"], limit: 2, cursor } } });
assert.equal(behind.data?.data.length, 2);

// One row, and the sentence it was read from.
const path = { table: "indicators", row_id: "211102-2024.i566" } as const;
const row = await client.GET("/v1/indicators/{row_id}", { params: { path } });
const unit: string | null | undefined = row.data?.data.unit;
assert.equal(unit, "亿元");
const evidence = await client.GET("/v1/{table}/{row_id}/evidence", { params: { path } });
assert(evidence.data?.data.sentence.text.includes(row.data?.data.value_text ?? "-"));

// What is alike for every table: groups, facets, a named release.
const filters = { metric_id: "gdp" };
const groups = await client.GET("/v1/{table}/aggregate", {
  params: { path: { table: "indicators" }, query: { group_by: ["measure"], agg: ["count", "max(value)"], filters } },
});
assert.deepEqual(groups.data?.data.map((group) => group["measure"]).sort(), ["growth", "level"]);
const facets = await client.GET("/v1/{table}/facets", {
  params: { path: { table: "projects" }, query: { by: ["status"], filters: { year__gte: "0" } } },
});
assert((facets.data?.data[0]?.values[0]?.count ?? 0) > 0);
const pinned = await client.GET("/v1/releases/{version}/{table}", {
  params: { path: { version: "1", table: "targets" }, query: { limit: 1 } },
});
assert.equal(pinned.data?.release, "1.0.0");

// Downloads: text as text, bytes as bytes.
const csv = await client.GET("/v1/{table}.{suffix}", {
  params: { path: { table: "regions", suffix: "csv" }, query: { filters: { level: "county" } } },
  parseAs: "text",
});
assert((csv.data as string).startsWith("code,"));
const parquet = await client.GET("/v1/{table}.{suffix}", {
  params: { path: { table: "indicators", suffix: "parquet" }, query: { limit: 3 } },
  parseAs: "arrayBuffer",
});
const magic = Buffer.from(parquet.data as unknown as ArrayBuffer).subarray(0, 4);
assert.equal(magic.toString(), "PAR1");
assert.equal(parquet.response.headers.get("x-total-count") !== null, true);

// A problem has its shape.
const wrong = await client.GET("/v1/indicators", { params: { query: { cursor: "x" } } });
assert.equal(wrong.error?.type, "/problems/bad-cursor");
const problem: number | undefined = wrong.error?.status;
assert.equal(problem, 400);

// What the document does not allow does not compile.
// @ts-expect-error: no such measure
void client.GET("/v1/indicators", { params: { query: { measure: "grwth" } } }).catch(() => undefined);
// @ts-expect-error: no such parameter
void client.GET("/v1/indicators", { params: { query: { metricid: "gdp" } } }).catch(() => undefined);
// @ts-expect-error: no such table
void client.GET("/v1/{table}/facets", { params: { path: { table: "nothing" }, query: { by: ["id"] } } });

console.log("the TypeScript client was answered as the document says");
