/** The way out of a frame: the full page, showing what is shown here at the moment. */

const link = /** @type {HTMLAnchorElement} */ (document.getElementById("full"));
const page = new URL(link.href).pathname;

for (const kind of ["pointerdown", "focus"]) {
  link.addEventListener(kind, () => {
    const query = new URLSearchParams(location.search);
    for (const name of [...query.keys()]) if (name.startsWith("show_")) query.delete(name);
    link.href = String(query) ? `${page}?${query}` : page;
  });
}
