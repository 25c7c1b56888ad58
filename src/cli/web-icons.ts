import icon_192 from "../../ui/icons/icon-192.png" with { type: "file" };
import icon_512 from "../../ui/icons/icon-512.png" with { type: "file" };
import icon_maskable from "../../ui/icons/icon-maskable.png" with { type: "file" };
import icon_svg from "../../ui/icons/icon.svg" with { type: "file" };

/** The icons of the page, by the paths its manifest names; all of them are within the executable. */
export async function loadIcons() {
  const png = async (path: string) => ({ type: "image/png", content: await Bun.file(path).bytes() });
  return {
    "/icon.svg": { type: "image/svg+xml", content: await Bun.file(icon_svg).bytes() },
    "/icon-192.png": await png(icon_192),
    "/icon-512.png": await png(icon_512),
    "/icon-maskable.png": await png(icon_maskable),
  };
}
