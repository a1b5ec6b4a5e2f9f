// The value tree as a table: branches and criteria with their weights; a click chooses a criterion.
// Texts go in through textContent only; what a file says never becomes markup.

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

function nameCell(row, report) {
  const cell = make("th", "name");
  cell.scope = "row";
  cell.style.setProperty("--depth", row.depth - 1);
  if (!row.isLeaf) {
    cell.append(make("b", "", row.name));
    return cell;
  }
  const mark = make("i");
  mark.style.background = row.color;
  const button = make("button", "", row.name);
  button.type = "button";
  button.title = row.question;
  button.setAttribute("aria-pressed", row.isChosen ? "true" : "false");
  button.onclick = () => report(row.id);
  cell.append(mark, button);
  return cell;
}

function drawRow(row, report) {
  const line = make("tr", `${row.isLeaf ? "leaf" : "branch"}${row.isChosen ? " chosen" : ""}`);
  const weight = make("td", "n", row.total);
  if (row.local) weight.append(make("small", "", row.local));
  const range = make("td", "range", row.range);
  if (row.kind) range.append(make("small", "", row.kind));
  const tags = make("td", "tags");
  for (const tag of row.tags) tags.append(make("span", `tag ${tag.kind}`, tag.text));
  line.append(nameCell(row, report), weight, range, tags);
  if (row.isLeaf) line.onclick = (event) => { if (event.target.tagName !== "BUTTON") report(row.id); };
  return line;
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".pp-criteria");
  const had = root.getRootNode().activeElement?.textContent;
  const table = make("table");
  const head = make("tr");
  for (const [text, kind] of data.heads) {
    const cell = make("th", kind, text);
    cell.scope = "col";
    head.append(cell);
  }
  const top = make("thead"), body = make("tbody");
  top.append(head);
  body.append(...data.rows.map((row) => drawRow(row, (id) => setStateValue("chosen", id))));
  table.append(top, body);
  root.replaceChildren(table);
  if (had) [...root.querySelectorAll("button")].find((button) => button.textContent === had)?.focus();
}
