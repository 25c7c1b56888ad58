import { expect, test } from "bun:test";

import { findGraphics, rendererSettings } from "../../src/client/renderer.ts";

test("without a graphics processor the window is drawn plainly", () => {
  expect(rendererSettings({ has_gpu: false, has_nvidia: false })).toEqual({
    GSK_RENDERER: "cairo",
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  });
});

test("with one it is left to GTK, but for what NVIDIA's driver cannot do", () => {
  expect(rendererSettings({ has_gpu: true, has_nvidia: false })).toEqual({});
  expect(rendererSettings({ has_gpu: true, has_nvidia: true })).toEqual({
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  });
});

test("looking for one never fails", () => {
  expect(typeof findGraphics().has_gpu).toBe("boolean");
});
