/** A page that takes each text for markup, with nothing in its way. `before` runs first. */
export const barePage = (
  texts: readonly string[],
  before = "",
): string => `<!doctype html><meta charset="utf-8"><body>
<script>${before}</script>
<script>
for (const text of ${JSON.stringify(texts).replaceAll("<", String.raw`\u003c`)}) {
  const place = document.createElement("div");
  try {
    place.append(document.createRange().createContextualFragment(text));
    document.body.append(place);
  } catch (error) {
    console.log(String(error));
  }
}
</script>`;
